import { context } from '@/core/context'
import { paths } from '@/core/paths'

/** Switches between lists with and without seen bemoanings. Shown when signed in. */
export function SeenToggle() {
  const { viewer, url } = context()
  if (!viewer) return null
  const on = viewer.hideSeen
  return (
    <form method="post" action={paths.hideSeen} className="seen-toggle">
      <input type="hidden" name="back" value={url.replace(/[?&]after=[^&]*/, '')} />
      <button type="submit" name="on" value={on ? '0' : '1'} aria-pressed={on}>
        Hide seen
      </button>
    </form>
  )
}

/**
 * Marks the bemoanings on this page as seen, for viewers who hide those. Without a script this is the only way to do
 * so.
 */
export function SeenForm({ ids }: { ids: readonly number[] }) {
  const { viewer, url } = context()
  if (!viewer?.hideSeen || ids.length === 0) return null
  return (
    <form method="post" action={paths.markSeen} className="buttons">
      <input type="hidden" name="back" value={url.replace(/[?&]after=[^&]*/, '')} />
      {ids.map((id) => (
        <input type="hidden" key={id} name="ids" value={id} />
      ))}{' '}
      <button type="submit">I have seen these</button>
    </form>
  )
}

/** Shown at the end of a finite list. */
export function CaughtUp() {
  return (
    <div className="caught-up">
      <p className="empty">You are caught up.</p>
      <p>
        <a href={paths.random}>Random</a>, if you have a minute.
      </p>
    </div>
  )
}
