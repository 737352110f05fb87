import { startBishop } from './parts/randomart/bishop'
import { startAll } from './parts/ui/dom'

// The script of the randomart pages, in addition to every-page.ts. Pasted keys stay in the browser.
startAll([startBishop])
