import { startAll } from './parts/ui/dom'
import { showHelp } from './parts/ui/help'

// The list of shortcuts. Loaded when somebody asks for it (parts/ui/keys.ts).
startAll([showHelp])
