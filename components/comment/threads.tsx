import type { ReactNode } from 'react'
import { keptHtml } from '@/core/kept-html'
import { inThread } from '@/core/paths'
import { plural } from '@/core/plural'
import type { Comment as CommentData, CommentMine } from '@/lib/comment'
import { type CommonProps, KeptComment } from './kept-comment'

type Node = { comment: CommentData; answers: Node[] }

/** Rebuilds the tree from the reading order: replies name their parent. */
function toTree(items: readonly CommentData[]): Node[] {
  const nodes = new Map(items.map((comment) => [comment.id, { comment, answers: [] as Node[] }]))
  const roots: Node[] = []
  for (const node of nodes.values()) {
    const parent = node.comment.parent === null ? undefined : nodes.get(node.comment.parent)
    ;(parent?.answers ?? roots).push(node)
  }
  return roots
}

const count = (nodes: readonly Node[]): number =>
  nodes.reduce((sum, node) => sum + 1 + count(node.answers), 0)

type Props = {
  items: readonly CommentData[]
  common: CommonProps
  mine: ReadonlyMap<number, CommentMine>
  /** Those written since the reader's last visit. */
  news: readonly CommentData[]
}

function Threads({ nodes, ...props }: Omit<Props, 'items'> & { nodes: readonly Node[] }): ReactNode {
  const { common, mine, news } = props
  const { path } = common.host
  return (
    // biome-ignore lint/a11y/noRedundantRoles: Safari tells the depth of lists without bullets only if they say so
    <ol className="thread" role="list">
      {nodes.map(({ comment, answers }) => (
        <li key={comment.id}>
          <KeptComment
            comment={comment}
            mine={mine.get(comment.id)}
            common={common}
            href={common.isLater ? inThread(path, comment.id) : `${path}#c${comment.id}`}
            isNew={news.includes(comment)}
          />
          {answers.length > 0 && (
            <details className="answers" data-fold={comment.id} open>
              <summary>{plural(count(answers), 'reply', 'replies')}</summary>
              <Threads nodes={answers} {...props} />
            </details>
          )}
        </li>
      ))}
    </ol>
  )
}

/** The comments of a page. For readers to whom none of them is special they are drawn once for each reading of the thread. */
export function KeptThreads({ items, ...props }: Props) {
  const { common, mine, news } = props
  const nodes = toTree(items)
  if (common.reader.form || mine.size > 0 || news.length > 0) return <Threads nodes={nodes} {...props} />
  const subject = { tag: 'thread', shows: items, key: null, variant: common.key }
  return keptHtml(subject, common.reader.back, (back) => (
    <Threads nodes={nodes} {...props} common={{ ...common, reader: { ...common.reader, back } }} />
  ))
}
