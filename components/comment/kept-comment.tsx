import { cacheTags } from '@/core/cache-tags'
import { keptHtml } from '@/core/kept-html'
import { ago } from '@/core/time'
import type { Thread } from '@/lib/reader'
import { Comment, type CommentProps } from './comment'

const tagOf = (thread: Thread): string =>
  typeof thread === 'number' ? cacheTags.bemoaning(thread) : cacheTags.post(thread)

/** What all comments of a page have in common, and its part of their keys. */
export type CommonProps = Pick<CommentProps, 'host' | 'reader' | 'decides'> & { key: string }

/** Returns what the comments of a page have in common. */
export function inCommon({ host, reader, decides }: Omit<CommonProps, 'key'>): CommonProps {
  // Their number stands above the thread, and the address of the page is put in afterwards.
  const shown = { host: { ...host, count: 0 }, decides }
  return { ...shown, reader, key: JSON.stringify([shown, { ...reader, back: '' }]) }
}

type Props = Omit<CommentProps, keyof CommonProps> & { common: CommonProps }

/** A comment of a thread, drawn once for all readers to whom it looks the same. What its HTML depends on is its key. */
export function KeptComment({ common: { key, ...common }, ...props }: Props) {
  // A form that comes back belongs to one of the comments, and is shown once.
  if (common.reader.form) return <Comment {...props} {...common} />
  // The source is not shown.
  const own = { ...props, comment: { ...props.comment, body: '' } }
  return keptHtml(
    tagOf(common.host.thread),
    `comment ${key} ${JSON.stringify([own, props.mine ?? null, ago(props.comment.createdAt)])}`,
    common.reader.back,
    (hole) => <Comment {...own} {...common} reader={{ ...common.reader, back: hole }} />,
  )
}
