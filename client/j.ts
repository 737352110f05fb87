import { startAll } from './dom'
import { startJury } from './jury'

// The script of /jury, beside e.ts.
startAll([startJury])
