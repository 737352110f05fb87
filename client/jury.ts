import { startJury } from './parts/jury'
import { startAll } from './parts/ui/dom'

// The script of /jury, in addition to every-page.ts.
startAll([startJury])
