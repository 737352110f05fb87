import { startCopy } from './parts/ui/copy'
import { startAll } from './parts/ui/dom'
import { startSort } from './parts/ui/sort'

// The script of posts with code or tables, in addition to every-page.ts.
startAll([startCopy, startSort])
