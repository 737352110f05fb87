import { context } from '@/core/context'
import { paths } from '@/core/paths'
import type { WatchLevel } from '@/core/vocabulary'
import type { Mine } from '@/lib/bemoaning'
import { spaced } from '../parts/spaced'

const labels: Record<WatchLevel, string> = { all: 'All comments', replies: 'Replies to me', off: 'Nothing' }

/** The viewer's notification level for a thread; the default depends on their part in it. */
export function WatchForm({ id, mine }: { id: number; mine: Mine | undefined }) {
  const { viewer, url } = context()
  if (!viewer) return null
  const level = mine?.watch ?? (mine?.own ? 'all' : 'replies')
  return (
    <form method="post" action={paths.watch(id)} className="watch" aria-label="Notifications of this thread">
      <input type="hidden" name="back" value={url} /> <span className="quiet">Notify me about</span>{' '}
      {spaced(
        (['all', 'replies', 'off'] as const).map((one) => (
          <button
            type="submit"
            key={one}
            className="link"
            name="level"
            value={one}
            aria-pressed={one === level}
          >
            {labels[one]}
          </button>
        )),
      )}
    </form>
  )
}
