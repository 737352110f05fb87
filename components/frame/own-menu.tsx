import { navigation } from '@/core/pages'
import { paths } from '@/core/paths'
import { spaced } from '../parts/spaced'
import { SignOut } from './sign-out'

const forUsers = navigation('users')
const forStaff = navigation('users', 'staff')

/** What the menu shows of its owner. */
export type MenuOwner = { handle: string; unread: number; openWork: number; moderates: boolean }

/** The viewer's own pages, folded under their handle; new notices are counted beside it. */
export function OwnMenu({ owner, back }: { owner: MenuOwner; back: string }) {
  const count = owner.unread === 100 ? '99+' : owner.unread
  return (
    <>
      {owner.unread > 0 && (
        <>
          <a className="unread" href={paths.inbox}>
            {count} new
          </a>{' '}
        </>
      )}
      {owner.openWork > 0 && (
        <>
          <a className="unread" href={paths.cases()}>
            {owner.openWork > 99 ? '99+' : owner.openWork} open
          </a>{' '}
        </>
      )}
      <details className="popup" name="header">
        <summary>
          <span className="sr-only">Menu of </span>
          {owner.handle}
        </summary>{' '}
        <nav aria-label="Yours">
          {/* No list: text browsers, which show it unfolded, would begin a line for each. */}
          <a href={paths.user(owner.handle)}>your page</a>{' '}
          {spaced(
            (owner.moderates ? forStaff : forUsers).map(({ path, word }) => (
              <a key={path} href={path}>
                {word}
              </a>
            )),
          )}{' '}
          <SignOut back={back} />
        </nav>
      </details>
    </>
  )
}
