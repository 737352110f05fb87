import { startChecks } from './parts/recipe/checks'
import { startCook } from './parts/recipe/cook'
import { startTimers } from './parts/recipe/timers'
import { startUnits } from './parts/recipe/units'
import { startAll } from './parts/ui/dom'

// The script of recipes, in addition to every-page.ts: ticked items stay in this browser.
startAll([startUnits, startChecks, startTimers, startCook])
