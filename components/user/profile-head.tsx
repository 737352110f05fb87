import { context } from '@/core/context'
import { paths } from '@/core/paths'
import { plural } from '@/core/plural'
import { isModerator } from '@/core/role'
import type { Profile } from '@/lib/user'
import { ReportLink } from '../moderation/report-link'
import { Ago } from '../parts/ago'
import { Art } from '../parts/art'
import { spaced } from '../parts/spaced'
import { MuteForm } from './mute-form'

/** The user, and the parts of their page with counts. */
export function ProfileHead({ user, show }: { user: Profile; show: 'comments' | 'remedies' | null }) {
  const { viewer } = context()
  const own = viewer?.id === user.id
  const parts = [
    [null, plural(user.bemoanings, 'bemoaning')],
    ['comments', plural(user.comments, 'comment')],
    ['remedies', plural(user.remedies, 'remedy', 'remedies')],
  ] as const
  return (
    <>
      <header className="profile">
        <Art digest={user.art} large />
        <div>
          <h1>{user.handle}</h1>
          <p className="quiet">
            {isModerator(user) ? `${user.role}, here` : 'here'} since <Ago date={user.createdAt} />
          </p>
          <p className="profile-links">
            {own ? (
              <>
                <a href={paths.settings}>settings</a> <a href={paths.saved}>saved</a>
              </>
            ) : (
              <>
                <MuteForm user={user} /> <ReportLink type="user" id={user.id} what={user.handle} />
              </>
            )}
          </p>
        </div>
      </header>
      <nav aria-label={`Texts by ${user.handle}`} className="parts">
        {spaced(
          parts.map(([part, label]) => (
            <a
              key={label}
              href={paths.profile(user.handle, part ?? undefined)}
              aria-current={part === show ? 'page' : undefined}
            >
              {label}
            </a>
          )),
        )}
      </nav>
    </>
  )
}
