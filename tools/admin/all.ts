import { writeTags } from '@/lib/starter'
import { forms } from './commands'
import { runAdmin } from './main'

/** Gives a database whose tables were made just now its tags, as a start of the site does. */
const begun = (): Promise<void> => writeTags()

// Every command of `npm run admin`.
await runAdmin(forms, begun)
