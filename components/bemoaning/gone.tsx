import { context } from '@/core/context'
import { paths } from '@/core/paths'
import { isModerator } from '@/core/role'
import type { Fate } from '@/lib/bemoaning'
import type { Hearing as HearingData } from '@/lib/jury'
import { KeptText } from '../form/kept-text'
import { Missing } from '../frame/missing'
import { Page } from '../frame/page'
import { Hearing } from '../jury/hearing'
import { AppealForm } from '../moderation/appeal-form'
import { ModerateForm } from '../moderation/moderate-form'
import { Lines } from '../parts/lines'

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

/** Its heading, and the title of its page. Others than its author and moderators are not told that it waits. */
export function goneTitle(id: number, { status, reason, own }: Fate): string {
  if (status === 'removed')
    return reason ? `A moderator removed #${id}.` : `#${id} was deleted by its author.`
  if (!own && !isModerator(context().viewer)) return 'Not here'
  return status === 'pending' ? `#${id} is waiting for the jury.` : `#${id} was not published.`
}

/** The page of a bemoaning that is not public: removed (410), or visible only to those with permission. */
export function Gone({ id, fate, hearing }: { id: number; fate: Fate; hearing: HearingData | null }) {
  const here = context()
  const moderates = isModerator(here.viewer)
  if (fate.status === 'removed') {
    here.status = 410
    return (
      <Page>
        {fate.reason ? (
          <>
            <h1>{goneTitle(id, fate)}</h1>
            <p>The reason: {fate.reason}</p>
            <p>
              It is in the <a href={paths.log}>log</a>, as every removal by a moderator.
            </p>
          </>
        ) : (
          <>
            <h1>{goneTitle(id, fate)}</h1>
            <p>
              It took its votes and comments along. Here is <a href={paths.random}>a different one</a>.
            </p>
          </>
        )}
        {fate.body && (
          <blockquote className="bemoaning kept" dir="auto">
            <Lines text={fate.body} />
          </blockquote>
        )}
        {fate.own && <Appeal fate={fate} />}
        <KeptText actions={[paths.reply(id), paths.proposeFix(id), paths.ending(id)]} />
        {moderates && fate.removal && <ModerateForm id={id} moves={['restore']} />}
      </Page>
    )
  }
  if (!fate.own && !moderates) return <Missing />
  return (
    <Page>
      <h1>{goneTitle(id, fate)}</h1>
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
