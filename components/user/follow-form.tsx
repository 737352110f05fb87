import { context } from '@/core/context'
import { paths } from '@/core/paths'

/** Follows or unfollows a user. Shown to other signed-in users. */
export function FollowForm({ user }: { user: { id: number; handle: string } }) {
  const { viewer, url } = context()
  if (!viewer || viewer.id === user.id) return null
  const follows = viewer.followedUsers.includes(user.id)
  return (
    <form method="post" action={paths.followUser(user.handle)} className="choices">
      <input type="hidden" name="back" value={url} />
      <button type="submit" name="on" value={follows ? '0' : '1'} aria-pressed={follows}>
        {follows ? 'Following' : 'Follow'}
        <span className="sr-only"> {user.handle}</span>
      </button>
    </form>
  )
}
