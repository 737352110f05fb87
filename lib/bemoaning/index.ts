export type { Card, Mine, Page } from './card'
export { tagIds, whyRefused } from './checks'
export { bemoan, type NewCard } from './commands'
export { editBemoaning, takeBack } from './edit'
export { embedCode, embedHeight, embedWidth } from './embed'
export { bemoaningChange, editMinutes, limits, newBemoaning } from './input'
export { type ListQuery, listBemoanings } from './lists'
export { lockBemoaning, lockedSentence, lockRank, lockWritable, whyNotWritable } from './lock'
export { findMine } from './mine'
export { firstUse, type Once, onceOf } from './once'
export {
  drawRandom,
  type Fate,
  findBemoaning,
  findBemoanings,
  findFate,
  findInputs,
  findOwn,
  findPermalink,
  newestBodies,
  type Permalink,
  sitemapPage,
} from './queries'
export { hotness, wilsonLower } from './ranking'
export { resolveList } from './resolve'
export { isPublished, isVisible, shownVotes } from './select'
export { deleteSent, editSent, listSent, type SentText } from './sent'
export { bemoanSignedOut } from './signed-out'
export { type Explanation, explain } from './why'
export { sparkWeeks, type WorldState } from './world-state'
