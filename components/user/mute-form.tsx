import { context } from '@/core/context'
import { paths } from '@/core/paths'

/** Mutes or unmutes a user. Shown to other signed-in users. */
export function MuteForm({ user }: { user: { id: number; handle: string } }) {
  const { viewer, url } = context()
  if (!viewer || viewer.id === user.id) return null
  const muted = viewer.mutes.users.includes(user.id)
  return (
    <form method="post" action={paths.muteUser(user.handle)} className="inline">
      <input type="hidden" name="back" value={url} />
      <button type="submit" className="link" name="on" value={muted ? '0' : '1'} aria-pressed={muted}>
        {muted ? 'Muted' : 'Mute'}
        <span className="sr-only"> {user.handle}</span>
      </button>
    </form>
  )
}
