import { startCopy } from './copy'
import { startAll } from './dom'
import { startSort } from './sort'

// The script of posts with code or tables, beside e.ts.
startAll([startCopy, startSort])
