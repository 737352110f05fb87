import { paths } from '@/core/paths'

/** Ends this browser's session. */
export function SignOut() {
  return (
    <form method="post" action={paths.signOut} className="inline">
      <button type="submit" className="link">
        sign out
      </button>
    </form>
  )
}
