import './segmenter'
import { startCount } from './count'
import { startAll } from './dom'
import { startDrafts } from './drafts'
import { startKeys } from './keys'
import { startMine } from './mine'
import { startOnce } from './once'
import { startShare } from './share'
import { startTheme } from './theme'
import { startTimes } from './times'
import { startVotes } from './votes'
import { startWaiting } from './waiting'

// The script of every page. Each page is complete without it.
startAll([
  startVotes,
  startMine,
  startWaiting,
  startTheme,
  startCount,
  startDrafts,
  startTimes,
  startKeys,
  startShare,
  startOnce,
])
