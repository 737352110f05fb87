import { cacheTags } from '@/core/cache-tags'
import { keptHtml } from '@/core/kept-html'
import { ago } from '@/core/time'
import type { Thread } from '@/lib/reader'
import { Comment, type CommentProps } from './comment'

const tagOf = (thread: Thread): string =>
  typeof thread === 'number' ? cacheTags.bemoaning(thread) : cacheTags.post(thread)

/** What all comments of a page have in common, and its part of their keys. */
export type CommonProps = Pick<CommentProps, 'host' | 'reader' | 'decides'> & {
  /** Another page of a long thread is not where the address of a comment leads. */
  isLater: boolean
  key: string
}

/** Returns what the comments of a page have in common. */
export function inCommon({ host, reader, decides }: Omit<CommonProps, 'key' | 'isLater'>): CommonProps {
  // Their number stands above the thread, and the address of the page is put in afterwards.
  const shown = { host: { ...host, count: 0 }, decides, isLater: reader.back.includes('after=') }
  return { ...shown, reader, key: JSON.stringify([shown, { ...reader, back: '' }]) }
}

type Props = Omit<CommentProps, keyof CommonProps> & { common: CommonProps }

/** A comment of a thread, drawn once for all readers to whom it looks the same. What its HTML depends on is its key. */
export function KeptComment({ common: { key, isLater: _, ...common }, ...props }: Props) {
  // A form that comes back belongs to one of the comments, and is shown once.
  if (common.reader.form) return <Comment {...props} {...common} />
  // The source is not shown.
  const { comment, ...place } = { ...props, comment: { ...props.comment, body: '' } }
  return keptHtml(
    {
      tag: tagOf(common.host.thread),
      shows: props.comment,
      key: () => `comment ${JSON.stringify(comment)}`,
      variant: `${key} ${JSON.stringify([place, props.mine ?? null])} ${ago(comment.createdAt)}`,
    },
    common.reader.back,
    (hole) => <Comment {...place} {...common} comment={comment} reader={{ ...common.reader, back: hole }} />,
  )
}
