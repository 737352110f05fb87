import { cacheTags } from '@/core/cache-tags'
import { keptHtml } from '@/core/kept-html'
import { ago } from '@/core/time'
import type { Thread } from '@/lib/reader'
import { Comment, type CommentProps } from './comment'

const tagOf = (thread: Thread): string =>
  typeof thread === 'number' ? cacheTags.bemoaning(thread) : cacheTags.post(thread)

/** A comment of a thread, drawn once for all readers to whom it looks the same. What its HTML depends on is its key. */
export function KeptComment({ reader, ...props }: CommentProps) {
  // A form that comes back belongs to one of the comments, and is shown once.
  if (reader.form) return <Comment {...props} reader={reader} />
  // The source is not shown, and the number of comments stands above the thread.
  const comment = { ...props.comment, body: '' }
  const host = { ...props.host, count: 0 }
  const shown = { ...props, comment, host }
  return keptHtml(
    tagOf(host.thread),
    JSON.stringify([shown, props.mine ?? null, { ...reader, back: '' }, ago(comment.createdAt)]),
    reader.back,
    (hole) => <Comment {...shown} reader={{ ...reader, back: hole }} />,
  )
}
