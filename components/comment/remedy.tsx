import type { Comment } from '@/lib/comment'
import { CommentText } from './comment'

/** The comment that cured it, right below the text. */
export function Remedy({ comments }: { comments: readonly Comment[] }) {
  const remedy = comments.find((comment) => comment.remedy && !comment.gone)
  if (!remedy) return null
  return (
    <section className="remedy" aria-labelledby="remedy">
      <h2 id="remedy" className="label">
        The remedy
      </h2>
      <CommentText html={remedy.bodyHtml} />
      <p className="quiet">
        {remedy.author ?? 'somebody'}, <a href={`#c${remedy.id}`}>in the thread</a>
      </p>
    </section>
  )
}
