import { context } from '@/core/context'
import { paths } from '@/core/paths'
import { isModerator } from '@/core/role'
import type { Fate } from '@/lib/bemoaning'
import type { Hearing as HearingData } from '@/lib/jury'
import { Missing } from '../frame/missing'
import { Page } from '../frame/page'
import { Hearing } from '../jury/hearing'
import { AppealForm } from '../moderation/appeal-form'
import { ModerateForm } from '../moderation/moderate-form'

/** The author's options after a removal: one appeal. */
function Appeal({ fate: { removal } }: { fate: Fate }) {
  if (!removal) return null
  if (removal.appeal === 'open') return <p>Another moderator is looking at your appeal.</p>
  if (removal.appeal === 'decided')
    return (
      <p>
        Another moderator has decided your appeal; <a href={paths.inbox}>your inbox</a> has the result.
      </p>
    )
  return <AppealForm id={removal.id} />
}

/** The page of a bemoaning that is not public: removed (410), or visible only to those with permission. */
export function Gone({ id, fate, hearing }: { id: number; fate: Fate; hearing: HearingData | null }) {
  const here = context()
  const moderates = isModerator(here.viewer)
  if (fate.status === 'removed') {
    here.status = 410
    return (
      <Page>
        <h1>#{id} has been removed.</h1>
        <p>{fate.reason ? `The reason: ${fate.reason}` : 'Its author deleted it.'}</p>
        <p>
          Every removal is in the <a href={paths.log}>log</a>.
        </p>
        {fate.own && <Appeal fate={fate} />}
        {moderates && fate.removal && <ModerateForm id={id} moves={['restore']} />}
      </Page>
    )
  }
  if (!fate.own && !moderates) return <Missing />
  return (
    <Page>
      <h1>
        #{id} {fate.status === 'pending' ? 'waits for the jury.' : 'was not published.'}
      </h1>
      {fate.status === 'pending' ? (
        <p>A jury reads it before it is published. We keep it meanwhile.</p>
      ) : (
        <p>The reason: {fate.reason ?? 'none was given'}</p>
      )}
      {hearing && <Hearing id={id} fate={fate} hearing={hearing} />}
      {fate.own && (
        <p>
          <a href={paths.edit(id)}>Read, edit or delete it</a>
        </p>
      )}
      {moderates && (
        <ModerateForm id={id} moves={fate.status === 'pending' ? ['publish', 'reject'] : ['restore']} />
      )}
    </Page>
  )
}
