import { backupForms } from './backup'
import { runAdmin } from './main'
import { restoreForm } from './restore'

// A restore brings its own tags, so there is nothing to write into an empty database before it.
await runAdmin([...backupForms, restoreForm], async () => {})
