import { startJury } from './parts/jury'
import { startAll } from './parts/ui/dom'

// The script of /jury, beside e.ts.
startAll([startJury])
