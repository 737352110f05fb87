export { categoryNamed, type NoticeCategory, noticeCategories, noticeCategoryNames } from './categories'
export { markRead, openNotice } from './commands'
export { writeDigests } from './digest'
export { threadInLink } from './mailed'
export { listNotices, type Notice } from './queries'
export { addressOf, appealable, sentenceOf } from './sentences'
export { tellOutside } from './tell'
export {
  notify,
  notifyFixed,
  notifyJudged,
  notifyMentions,
  notifyModerated,
  notifyPostAnswer,
  takeBackModerated,
  takeBackNotices,
} from './write'
