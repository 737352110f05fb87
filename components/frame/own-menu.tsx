import type { Viewer } from '@/core/context'
import { navigation } from '@/core/pages'
import { paths } from '@/core/paths'
import { isModerator } from '@/core/role'
import { spaced } from '../parts/spaced'
import { SignOut } from './sign-out'

const forUsers = navigation('users')
const forStaff = navigation('users', 'staff')

/** The viewer's own pages, folded under their handle; new notices are counted beside it. */
export function OwnMenu({ viewer }: { viewer: Viewer }) {
  const count = viewer.unread === 100 ? '99+' : viewer.unread
  return (
    <>
      {viewer.unread > 0 && (
        <>
          <a className="unread" href={paths.inbox}>
            {count} new
          </a>{' '}
        </>
      )}
      {viewer.openWork > 0 && (
        <>
          <a className="unread" href={paths.cases()}>
            {viewer.openWork > 99 ? '99+' : viewer.openWork} open
          </a>{' '}
        </>
      )}
      <details className="popup" name="header">
        <summary>
          <span className="sr-only">Menu of </span>
          {viewer.handle}
        </summary>{' '}
        <nav aria-label="Yours">
          {/* No list: text browsers, which show it unfolded, would begin a line for each. */}
          <a href={paths.user(viewer.handle)}>your page</a>{' '}
          {spaced(
            (isModerator(viewer) ? forStaff : forUsers).map(({ path, word }) => (
              <a key={path} href={path}>
                {word}
              </a>
            )),
          )}{' '}
          <SignOut />
        </nav>
      </details>
    </>
  )
}
