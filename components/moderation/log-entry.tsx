import { context } from '@/core/context'
import { paths } from '@/core/paths'
import { isModerator } from '@/core/role'
import { doerOf, type LogEntry } from '@/lib/moderation'
import { Ago } from '../parts/ago'

function Subject({ subject }: { subject: LogEntry['subject'] }) {
  if (subject.type === 'tag') {
    const { name, exists } = subject
    return exists && name !== null ? <a href={paths.tag(name)}>{name}</a> : (name ?? 'a name that is gone')
  }
  if (subject.type === 'bemoaning') return <a href={paths.shortBemoaning(subject.id)}>#{subject.id}</a>
  if (subject.type === 'comment' && subject.post !== null)
    return <a href={paths.postComment(subject.post, subject.id)}>a comment on a post</a>
  if (subject.type === 'comment' && subject.bemoaning !== null)
    return (
      <a href={`${paths.shortBemoaning(subject.bemoaning)}#c${subject.id}`}>
        a comment on #{subject.bemoaning}
      </a>
    )
  if (subject.type !== 'user') return <>a comment</>
  if (!subject.handle) return <>an account that is gone</>
  return <a href={paths.user(subject.handle)}>{subject.handle}</a>
}

/** Undoes a moderation; asks once, because everybody reads the log and authors are told. */
export function UndoForm({ id, what }: { id: number; what: string }) {
  return (
    <details className="moderate">
      <summary>
        Undo<span className="sr-only"> {what}</span>
      </summary>
      <form method="post" action={paths.undo(id)}>
        <input type="hidden" name="back" value={context().url} />
        The log will show both. <button type="submit">Undo {what}</button>
      </form>
    </details>
  )
}

/** A row of the public log: actor, action, subject and reason. Moderators can undo it here. */
export function LogLine({ entry }: { entry: LogEntry }) {
  const { id, action, subject, into, undoes, reason, undoable } = entry
  return (
    <li id={`m${id}`}>
      <a className="log-when" href={paths.logEntry(id)}>
        <Ago date={entry.createdAt} linked />
      </a>{' '}
      · {doerOf(entry)} · <strong>{action}</strong> <Subject subject={subject} />
      {into !== null && (
        <>
          {' '}
          {undoes === null ? 'into' : 'from'} <a href={paths.shortBemoaning(into)}>#{into}</a>
        </>
      )}
      : <span dir="auto">{reason}</span>{' '}
      {undoable && isModerator(context().viewer) && <UndoForm id={id} what={`“${action}”`} />}
    </li>
  )
}
