import type { Metadata } from 'next'
import { Ago } from '@/components/ago'
import { BadAddress } from '@/components/bad-address'
import { Page } from '@/components/page'
import { context } from '@/lib/context'
import { type LogEntry, listLog, listPending } from '@/lib/moderation/queries'
import { after } from '@/lib/page-query'
import { pageAfter, paths } from '@/lib/paths'

export const metadata: Metadata = {
  title: 'Moderation log',
  description: 'Every act of moderation, with its reason.',
  alternates: { canonical: paths.log },
}

function Subject({ subject }: { subject: LogEntry['subject'] }) {
  if (subject.type === 'bemoaning') return <a href={paths.shortBemoaning(subject.id)}>#{subject.id}</a>
  if (subject.type === 'comment')
    return (
      <a href={`${paths.shortBemoaning(subject.bemoaningId)}#c${subject.id}`}>
        a comment on #{subject.bemoaningId}
      </a>
    )
  return <a href={paths.user(subject.handle)}>{subject.handle}</a>
}

/** Nobody is named for what was done at the command line, which is how bans are made, or by an account that is gone. */
const by = ({ moderator, actor, subject }: LogEntry): string =>
  moderator ??
  (actor === 'jury' ? 'the jury' : subject.type === 'user' ? 'the operator' : 'a former moderator')

/** What waits for a moderator, oldest first; only they see it. */
async function Waiting() {
  const pending = await listPending()
  return (
    <section aria-labelledby="waiting">
      <h2 id="waiting">Waiting for you</h2>
      {pending.length === 0 && <p className="quiet">Nothing waits.</p>}
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

/** Who did what on what, and why; in public. */
export default async function Log() {
  const { viewer } = context()
  const log = await listLog(after().after)
  if (!log.ok) return <BadAddress message={log.message} />
  return (
    <Page>
      <h1 className="list-title">Moderation log</h1>
      <p className="lead">Every act of moderation, with its reason. Nobody is banned in the shadows.</p>
      {viewer && viewer.role !== 'user' && <Waiting />}
      {log.value.items.length === 0 && <p className="empty">Nothing has had to be moderated yet.</p>}
      <ul className="log">
        {log.value.items.map((entry) => (
          <li key={entry.id}>
            <Ago date={entry.createdAt} /> · {by(entry)} · <strong>{entry.action}</strong>{' '}
            <Subject subject={entry.subject} />: {entry.reason}
          </li>
        ))}
      </ul>
      {log.value.next && (
        <p className="more">
          <a href={pageAfter(paths.log, log.value.next)}>Older entries</a>
        </p>
      )}
    </Page>
  )
}
