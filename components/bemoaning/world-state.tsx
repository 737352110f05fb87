import { context } from '@/core/context'
import { paths } from '@/core/paths'
import { isModerator } from '@/core/role'
import { afterDays } from '@/core/time'
import type { Mine, Permalink, WorldState as WorldStateData } from '@/lib/bemoaning'
import { isYoung } from '@/lib/user'
import { worldLimits } from '@/lib/world'
import { KeptText } from '../form/kept-text'
import { Ago } from '../parts/ago'
import { Lines } from '../parts/lines'
import { Spark } from './spark'
import { EndingForm, FixForm, StateForm } from './world-forms'

/** A link from a user, shown as its address. */
function Source({ url }: { url: string }) {
  const { hostname, pathname } = new URL(url)
  const shown = hostname + (pathname === '/' ? '' : pathname)
  return (
    <a href={url} rel="nofollow ugc noopener" className="source">
      {shown.length > 60 ? `${shown.slice(0, 57)}…` : shown}
    </a>
  )
}

const who = ({ author, handle }: { author: boolean; handle: string | null }): string =>
  author ? 'its author' : (handle ?? 'trusted users')

function Change({
  change,
  card,
}: {
  change: NonNullable<WorldStateData['change']>
  card: Permalink['card']
}) {
  const date = new Date(change.at * 1000)
  const says = {
    fixed: `Fixed ${afterDays(card.createdAt, card.fixedAt ?? date)}`,
    workaround: 'There is a workaround',
    broken: 'Broken again',
  }[change.state]
  return (
    <p>
      <strong className={`state-${change.state}`}>{says}</strong>, {who(change)}{' '}
      {change.author || change.handle ? 'says' : 'say'}, <Ago date={date} />.
      {change.note && <span dir="auto"> “{change.note}”</span>} {change.url && <Source url={change.url} />}
    </p>
  )
}

function Proposal({
  proposal,
  confirmed,
  decides,
  locked,
}: {
  proposal: NonNullable<WorldStateData['proposal']>
  confirmed: boolean
  decides: boolean
  locked: boolean
}) {
  const { url, viewer } = context()
  const back = <input type="hidden" name="back" value={url} />
  const own = viewer !== null && viewer.handle === proposal.handle
  const moderates = isModerator(viewer)
  return (
    <div className="proposal">
      <p>
        {who(proposal)} proposed <Ago date={new Date(proposal.at * 1000)} /> that it got fixed
        {proposal.url ? (
          <>
            : <Source url={proposal.url} />
          </>
        ) : (
          '.'
        )}
        {proposal.note && <span dir="auto"> “{proposal.note}”</span>}
      </p>
      <p className="quiet">
        {proposal.confirmed} of {worldLimits.confirmations} trusted users have confirmed it. Its author or a
        moderator can confirm it alone. <a href={`${paths.rules}#trusted`}>Who is trusted?</a>
      </p>
      <div className="buttons">
        {!own && !locked && (
          <form method="post" action={paths.confirmFix(proposal.id)}>
            {back}
            <button type="submit" aria-pressed={confirmed} disabled={confirmed}>
              {confirmed ? 'You confirmed it' : 'Confirm'}
            </button>
          </form>
        )}
        {(own || (locked ? moderates : decides)) && (
          <form method="post" action={paths.declineFix(proposal.id)}>
            {back}
            <button type="submit">{own ? 'Withdraw' : 'Not fixed'}</button>
          </form>
        )}
      </div>
    </div>
  )
}

/** The state, how often it bites, how it ended, and the forms to change these. */
export function WorldState({ card, standing, mine }: Permalink & { mine: Mine | undefined }) {
  const { viewer } = context()
  const { change, proposal, weeks, ending } = standing
  const own = mine?.own ?? false
  const decides = own || isModerator(viewer)
  return (
    <section className="standing" aria-label="Where it stands">
      {ending && (
        <div className="ending">
          <h2 className="label">How it ended</h2>
          <p className="ending-text kept" dir="auto">
            <Lines text={ending.text} />
          </p>
          <p className="quiet">
            Added by its author, <Ago date={new Date(ending.at * 1000)} />.
          </p>
        </div>
      )}
      {change && <Change change={change} card={card} />}
      {proposal && (
        <Proposal
          proposal={proposal}
          confirmed={mine?.confirmed ?? false}
          decides={decides}
          locked={card.locked}
        />
      )}
      <Spark weeks={weeks} />
      {card.locked ? (
        <KeptText actions={[paths.proposeFix(card.id), paths.stateForm(card.id), paths.ending(card.id)]} />
      ) : (
        <div className="standing-forms">
          {!proposal && card.state !== 'fixed' && (
            <FixForm id={card.id} settles={decides} links={!viewer || !isYoung(viewer)} />
          )}
          {decides && <StateForm id={card.id} state={card.state} own={own} />}
          {own && !ending && <EndingForm id={card.id} />}
        </div>
      )}
    </section>
  )
}
