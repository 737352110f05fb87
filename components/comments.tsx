import type { Card, Mine, Page } from '@/lib/bemoaning/card'
import { type Comment as CommentData, type CommentSort, findMyComments } from '@/lib/comment/queries'
import { context } from '@/lib/context'
import { pageAfter, paths } from '@/lib/paths'
import { Comment } from './comment'
import { CommentForm } from './comment-form'
import { WatchForm } from './watch-form'

type Props = { card: Card; page: Page<CommentData>; sort: CommentSort; mine: Mine | undefined }

type Node = { comment: CommentData; answers: Node[] }

/** Reading order as a tree again: each comment's answers are those that name it as their parent. */
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

/** What people say to a bemoaning: the threads, their order, and the form to join in. */
export async function Comments({ card, page, sort, mine: own }: Props) {
  const { viewer, form } = context()
  const parent = form?.values.parent?.[0]
  const mine = await findMyComments(page.items.map(({ id }) => id))
  const path = paths.bemoaning(card.id, card.body)
  const decides = own?.own === true || (viewer !== null && viewer.role !== 'user')
  const list = (nodes: readonly Node[]) => (
    <ol className="thread">
      {nodes.map(({ comment, answers }) => (
        <li key={comment.id}>
          <Comment comment={comment} mine={mine.get(comment.id)} bemoaning={card} decides={decides} />
          {answers.length > 0 && (
            <details className="answers" open>
              <summary>
                {count(answers)} answer{count(answers) === 1 ? '' : 's'}
              </summary>
              {list(answers)}
            </details>
          )}
        </li>
      ))}
    </ol>
  )
  return (
    <section id="comments" className="comments" aria-labelledby="comments-title">
      <div className="list-head">
        <h2 id="comments-title" className="list-title">
          {card.comments === 0
            ? 'No comments yet'
            : `${card.comments} comment${card.comments === 1 ? '' : 's'}`}
        </h2>
        {card.comments > 1 && (
          <nav aria-label="Order of the comments">
            {(['best', 'new'] as const).map((order) => (
              <a
                key={order}
                href={`${path}${order === 'new' ? '?sort=new' : ''}#comments`}
                aria-current={order === sort ? 'true' : undefined}
              >
                {order}
              </a>
            ))}
          </nav>
        )}
      </div>
      <WatchForm id={card.id} mine={own} />
      {page.items.length > 0 && list(toTree(page.items))}
      {page.next && (
        <p className="more">
          <a href={pageAfter(sort === 'new' ? `${path}?sort=new` : path, page.next)} rel="next">
            More comments
          </a>
        </p>
      )}
      {card.locked ? (
        <p className="empty">This bemoaning is locked; it takes no more comments.</p>
      ) : (
        <CommentForm
          bemoaningId={card.id}
          orphan={!page.items.some(({ id, gone }) => !gone && String(id) === parent)}
        />
      )}
    </section>
  )
}
