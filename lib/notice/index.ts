export { categoryNamed, type NoticeCategory, noticeCategories, noticeCategoryNames } from './categories'
export { markRead } from './commands'
export { writeDigests } from './digest'
export { listNotices, type Notice } from './queries'
export { tellOutside } from './tell'
export { addressOf, appealable, sentenceOf } from './words'
export {
  notify,
  notifyComment,
  notifyFixed,
  notifyJudged,
  notifyModerated,
  notifyPostAnswer,
  takeBackModerated,
  takeBackNotices,
} from './write'
