import { paths } from '@/core/paths'
import type { Card } from '@/lib/bemoaning'
import type { Comment } from '@/lib/comment'
import { tipsThatCure } from '@/lib/state'

/** Posts that cure a bemoaning, if any. */
export function Tips({ card, comments }: { card: Card; comments: readonly Comment[] }) {
  const { posts, sure } = tipsThatCure(card, comments.find(({ remedy }) => remedy)?.body ?? '')
  if (posts.length === 0) return null
  return (
    <section className="tips" aria-labelledby="tips">
      <h2 id="tips">{sure ? 'Tips that cure this' : 'Tips that may cure this'}</h2>
      <ul>
        {posts.map(({ slug, title, description }) => (
          <li key={slug}>
            <a href={paths.post(slug)}>{title}</a> <span className="quiet">{description}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
