import { startPasskeys } from './parts/passkeys'
import { startAll } from './parts/ui/dom'

// The script of the pages where people sign in, beside e.ts.
startAll([startPasskeys])
