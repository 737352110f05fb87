// `npm run texts`: writes the catalogues of all texts that people read, content/texts/<room>.pot.
import { mkdirSync, writeFileSync } from 'node:fs'
import { catalogueOf, textRooms, writeCatalogue } from './texts/catalogue'

mkdirSync('content/texts', { recursive: true })
for (const room of textRooms) writeFileSync(catalogueOf(room), writeCatalogue(room))
