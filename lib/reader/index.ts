export { watch } from './follow'
export { chooseTag, muteUser, muteWord } from './mute/commands'
export { muteLimits, muteWordInput, wordInput } from './mute/input'
export { findChoices, findMuted } from './mute/queries'
export {
  hasMutes,
  isMutedUser,
  isOnUnmutedPost,
  isUnmuted,
  isUnmutedComment,
  type MuteSets,
  mutesOfRow,
} from './mute/rule'
export { isFiltering, unmutedOf } from './mute/window'
export { followUser, mostFollowed } from './people'
export { saveBemoaning } from './saved'
export { forgetSeen, markSeen } from './seen'
export { isUnseen, seenLimits, unlessSeen } from './unseen'
export { lastVisit, noteVisit, recordVisit, type Thread } from './visit'
