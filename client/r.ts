import { startBishop } from './bishop'
import { startAll } from './dom'

// The script of the pages that draw randomart, beside e.ts. What is pasted stays in the browser.
startAll([startBishop])
