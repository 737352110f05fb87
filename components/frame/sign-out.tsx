import { paths } from '@/core/paths'

/** Ends this browser's session. @param back the page to return to */
export function SignOut({ back }: { back: string }) {
  return (
    <form method="post" action={paths.signOut} className="inline">
      <input type="hidden" name="back" value={back} />
      <button type="submit" className="link">
        sign out
      </button>
    </form>
  )
}
