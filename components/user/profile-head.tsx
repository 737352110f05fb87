import { context } from '@/core/context'
import { paths } from '@/core/paths'
import { plural } from '@/core/plural'
import { isModerator } from '@/core/role'
import type { Profile } from '@/lib/user'
import { ReportLink } from '../moderation/report-link'
import { Art } from '../parts/art'
import { Day } from '../parts/day'
import { spaced } from '../parts/spaced'
import { AboutLine } from './about-line'
import { FollowForm } from './follow-form'
import { MuteForm } from './mute-form'

/** The user, and the parts of their page with counts. */
export function ProfileHead({ user, show }: { user: Profile; show: 'comments' | 'remedies' | null }) {
  const { viewer } = context()
  const own = viewer?.id === user.id
  const remedies = ['remedies', plural(user.remedies, 'remedy', 'remedies')] as const
  const parts = [
    ...(user.remedies > 0 ? [remedies] : []),
    [null, plural(user.bemoanings, 'bemoaning')] as const,
    ['comments', plural(user.comments, 'comment')] as const,
    ...(user.remedies > 0 ? [] : [remedies]),
  ]
  return (
    <>
      <header className="profile">
        <Art digest={user.art} large />
        <div>
          <h1>{user.handle}</h1>
          <p className="quiet">
            {isModerator(user) && `${user.role}, `}joined <Day date={user.createdAt} year />
            {user.fixes > 0 && `, ${plural(user.fixes, 'fix', 'fixes')} accepted`}
          </p>
          <AboutLine user={user} />
          <p className="profile-links">
            {own ? (
              <>
                <a href={paths.settings}>settings</a>{' '}
                {!user.about && <a href={`${paths.settings}#about`}>write a line about you</a>}{' '}
                <a href={paths.saved}>saved</a>
              </>
            ) : (
              <>
                <FollowForm user={user} /> <MuteForm user={user} />{' '}
                <ReportLink type="user" id={user.id} what={user.handle} />
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
