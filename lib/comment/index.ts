export { listPlacedComments, type PlacedComment } from './by-author'
export { editComment, markRemedy, voteComment } from './commands'
export { recount } from './counts'
export { deleteComment } from './delete'
export { commentChange, commentLimits, type NewComment, newComment } from './input'
export { lockComment } from './lock'
export { visitThread } from './my-thread'
export { replayComment } from './once'
export { addressOfPlace, type CommentTarget, tagOfPlace, type WrittenComment } from './place'
export {
  type Comment,
  type CommentMine,
  type CommentSort,
  countPostComments,
  findComment,
  findMyComments,
  listComments,
} from './queries'
export { renderAgain } from './render-again'
export { comment, type NewlyWritten } from './write'
