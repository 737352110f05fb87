import { startChecks } from './parts/recipe/checks'
import { startCook } from './parts/recipe/cook'
import { startTimers } from './parts/recipe/timers'
import { startUnits } from './parts/recipe/units'
import { startAll } from './parts/ui/dom'

// The script of recipes, beside e.ts: what is ticked off stays in this browser.
startAll([startUnits, startChecks, startTimers, startCook])
