import './segmenter'
import { startBemoanLater } from './bemoan-later'
import { startCount } from './count'
import { startAll } from './dom'
import { startDrafts } from './drafts'
import { startKeys } from './keys'
import { startMine } from './mine'
import { startOffline } from './offline'
import { startOnce } from './once'
import { startOwner } from './owner'
import { startPush } from './push'
import { startSeen } from './seen'
import { startShare } from './share'
import { startTheme } from './theme'
import { startTimes } from './times'
import { startVotes } from './votes'
import { startWaiting } from './waiting'

// The script of every page. Each page is complete without it.
startAll([
  // Before all that reads what this browser keeps.
  startOwner,
  startVotes,
  startMine,
  startWaiting,
  startTheme,
  startCount,
  // Before drafts: what is bemoaned later is no draft any more.
  startBemoanLater,
  startDrafts,
  startTimes,
  startKeys,
  startShare,
  startSeen,
  startPush,
  startOffline,
  startOnce,
])
