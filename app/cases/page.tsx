import type { Metadata } from 'next'
import { BadAddress } from '@/components/frame/bad-address'
import { Missing } from '@/components/frame/missing'
import { Page } from '@/components/frame/page'
import { Ago } from '@/components/parts/ago'
import { Lines } from '@/components/parts/lines'
import { context } from '@/core/context'
import { after, queried } from '@/core/page-query'
import { pageAfter, paths } from '@/core/paths'
import { plural } from '@/core/plural'
import { isModerator } from '@/core/role'
import { countPeople, juryRules } from '@/lib/jury'
import { type CaseLine, labelOfReason, listCases, listPending } from '@/lib/moderation'
import { countProposals } from '@/lib/tag-proposal'

export const metadata: Metadata = { title: 'Cases', robots: { index: false } }

const nameOf = ({ type, id }: CaseLine['subject']): string =>
  type === 'bemoaning' ? `#${id}` : type === 'comment' ? 'a comment' : 'a user'

function Line({ line }: { line: CaseLine }) {
  const { id, subject, text, reasons, appeals, claimer, decision } = line
  const said = Object.entries(reasons).map(([name, count]) => `${labelOfReason(name)} ${count}`)
  return (
    <li className="case-line">
      <p>
        <a href={paths.case(id)}>Case {id}</a>, {nameOf(subject)}
        {appeals && <strong className="state"> appeal</strong>}
      </p>
      <p className="case-text kept" dir="auto">
        <Lines text={text || '(gone)'} />
      </p>
      <p className="quiet">
        <Ago date={line.createdAt} />
        {said.length > 0 && ` · ${said.join(', ')}`}
        {decision ? ` · decided: ${decision}` : claimer && ` · ${claimer} is at it`}
      </p>
    </li>
  )
}

/** Bemoanings that wait for the jury, oldest first. */
async function Waiting() {
  const pending = await listPending()
  if (pending.length === 0) return null
  return (
    <section aria-labelledby="waiting">
      <h2 id="waiting" className="label">
        Waiting for the jury
      </h2>
      <ul className="log">
        {pending.map(({ id, body }) => (
          <li key={id}>
            <a href={paths.shortBemoaning(id)}>#{id}</a> {body}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The moderators' queue, highest weight first. Other users get a 404. */
export default async function Cases() {
  if (!isModerator(context().viewer)) return <Missing />
  const decided = queried('status') === 'decided'
  const [list, proposals, people] = await Promise.all([
    listCases(decided ? 'decided' : 'open', after().after),
    countProposals(),
    countPeople(),
  ])
  if (!list.ok) return <BadAddress message={list.message} />
  const { items, next } = list.value
  const here = paths.cases(decided ? 'decided' : undefined)
  const waiting = !decided && !after().after && <Waiting />
  const young = people < juryRules.young
  return (
    <Page>
      <div className="list-head">
        <h1 className="list-title">{decided ? 'Decided cases' : 'Cases'}</h1>
        <nav aria-label="Which cases">
          <a href={paths.cases()} aria-current={decided ? undefined : 'page'}>
            open
          </a>{' '}
          <a href={paths.cases('decided')} aria-current={decided ? 'page' : undefined}>
            decided
          </a>{' '}
          <a href={paths.tagProposals}>tags</a> <a href={paths.caseVotes}>votes</a>{' '}
          <a href={paths.log}>log</a>
        </nav>
      </div>
      {proposals > 0 && (
        <p>
          <a href={paths.tagProposals}>{plural(proposals, 'proposed tag')}</a> to decide on.
        </p>
      )}
      {young && waiting}
      {items.length === 0 && (
        <p className="empty">
          {decided ? 'No decided cases yet.' : 'No open cases. Nobody complains about complaints.'}
        </p>
      )}
      <ul className="cases">
        {items.map((line) => (
          <Line key={line.id} line={line} />
        ))}
      </ul>
      {next && (
        <p className="more">
          <a href={pageAfter(here, next)} rel="next">
            More cases
          </a>
        </p>
      )}
      {!young && waiting}
    </Page>
  )
}
