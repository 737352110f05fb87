import './parts/ui/segmenter'
import { startCompletion } from './parts/thread/complete'
import { startLivePreview } from './parts/thread/live-preview'
import { startQuotes } from './parts/thread/quote'
import { startAll } from './parts/ui/dom'

// For writing comments. Loaded when somebody begins to (parts/ui/thread.ts), and by the page for editing one.
startAll([startCompletion, startLivePreview, startQuotes])
