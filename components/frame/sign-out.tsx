import { paths } from '@/core/paths'
import { Back } from '../form/back'

/** Ends this browser's session. */
export function SignOut() {
  return (
    <form method="post" action={paths.signOut} className="inline">
      <Back />
      <button type="submit" className="link">
        sign out
      </button>
    </form>
  )
}
