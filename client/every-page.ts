import './parts/ui/segmenter'
import { startBemoanLater } from './parts/drafts/bemoan-later'
import { startDrafts } from './parts/drafts/drafts'
import { startOwner } from './parts/drafts/owner'
import { startOffline } from './parts/offline/offline'
import { startPush } from './parts/offline/push'
import { startCount } from './parts/ui/count'
import { startAll, startArrived } from './parts/ui/dom'
import { startKeys } from './parts/ui/keys'
import { startOnce } from './parts/ui/once'
import { startPopups } from './parts/ui/popups'
import { startSeen } from './parts/ui/seen'
import { startShare } from './parts/ui/share'
import { startTheme } from './parts/ui/theme'
import { startThread } from './parts/ui/thread'
import { startTimes } from './parts/ui/times'
import { startMine } from './parts/votes/mine'
import { startSaves } from './parts/votes/saves'
import { startWaiting } from './parts/votes/send-kept-votes'
import { startVotes } from './parts/votes/votes'

// The script of every page. Pages are complete without it.
startAll([
  // First, because other parts read what this browser keeps.
  startOwner,
  startVotes,
  startSaves,
  startMine,
  startWaiting,
  startTheme,
  startCount,
  // Before drafts: a postponed bemoaning is no longer a draft.
  startBemoanLater,
  startDrafts,
  startTimes,
  startKeys,
  startPopups,
  startShare,
  startSeen,
  startThread,
  startPush,
  startOffline,
  startOnce,
  startArrived,
])
