import { startFreshToken } from './parts/fresh-token'
import { startPasskeys } from './parts/passkeys'
import { startAll } from './parts/ui/dom'

// The script of the settings and the sign-in pages, in addition to every-page.ts.
startAll([startPasskeys, startFreshToken])
