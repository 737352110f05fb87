import { startChecks } from './checks'
import { startCook } from './cook'
import { startAll } from './dom'
import { startTimers } from './timers'
import { startUnits } from './units'

// The script of recipes, beside e.ts: what is ticked off stays in this browser.
startAll([startUnits, startChecks, startTimers, startCook])
