import { startBishop } from './parts/randomart/bishop'
import { startAll } from './parts/ui/dom'

// The script of the pages that draw randomart, beside e.ts. What is pasted stays in the browser.
startAll([startBishop])
