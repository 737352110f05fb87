import { startAll } from './dom'
import { startPasskeys } from './passkeys'

// The script of the pages where people sign in, beside e.ts.
startAll([startPasskeys])
