import { backupForms } from './backup'
import { runAdmin } from './main'
import { restoreForm } from './restore'

/** A restore brings its own tags, so there is nothing to write into an empty database before it. */
const begun = async (): Promise<void> => {}

// The commands that run beside the site each night, and the one that needs what they made.
await runAdmin([...backupForms, restoreForm], begun)
