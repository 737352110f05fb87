import { paths } from '@/core/paths'
import { plural } from '@/core/plural'
import type { Case, EventLine, ReportLine } from '@/lib/moderation'
import { labelOfReason } from '@/lib/moderation'
import { Ago } from '../parts/ago'
import { UndoForm } from './log-entry'

/** Reports with reporter and reason, highest weight first. */
export function CaseReports({ reports }: { reports: readonly ReportLine[] }) {
  if (reports.length === 0) return null
  return (
    <section aria-labelledby="reports">
      <h2 id="reports">{plural(reports.length, 'report')}</h2>
      <ul className="log">
        {reports.map(({ id, reporter, reason, note, weight, version, late, createdAt }) => (
          <li key={id}>
            <Ago date={createdAt} /> ·{' '}
            {reporter ? <a href={paths.user(reporter)}>{reporter}</a> : 'a visitor'} ·{' '}
            <strong>{labelOfReason(reason)}</strong>
            {note && (
              <>
                : <span dir="auto">{note}</span>
              </>
            )}{' '}
            <span className="quiet">
              weighs {(weight / 1_000).toFixed(2)}
              {version > 0 && `, on version ${version}`}
              {late && ', after the decision'}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

const happened: Record<EventLine['kind'], string> = {
  claim: 'took the case',
  release: 'released it',
  note: 'notes',
  decision: 'decided',
  undo: 'undid it',
  appeal: 'The author appealed',
  act: 'did',
}

function Event({ event }: { event: EventLine }) {
  const { kind, who, body, action, moderationId, undoable, at } = event
  return (
    <li>
      <Ago date={at} /> · {kind === 'appeal' ? '' : `${who ?? 'a former moderator'} `}
      {happened[kind]}
      {action && kind !== 'undo' && (
        <>
          : <strong>{action}</strong>
        </>
      )}
      {body && (
        <>
          : <span dir="auto">{body}</span>
        </>
      )}{' '}
      {undoable && moderationId !== null && <UndoForm id={moderationId} what={`“${action ?? ''}”`} />}
    </li>
  )
}

/** The history of a case, and other cases on the same subject. */
export function CaseHistory({ events, others }: { events: readonly EventLine[]; others: Case['others'] }) {
  return (
    <section aria-labelledby="history">
      <h2 id="history">History</h2>
      {events.length === 0 && others.length === 0 && <p className="quiet">Nothing yet.</p>}
      <ul className="log">
        {events.map((event) => (
          <Event key={event.key} event={event} />
        ))}
        {others.map(({ id, decision }) => (
          <li key={id}>
            <a href={paths.case(id)}>Case {id}</a> about the same: {decision ?? 'open'}
          </li>
        ))}
      </ul>
    </section>
  )
}
