import { paths } from '@/core/paths'
import type { LastVerdict } from '@/lib/jury'
import { saysOf } from '@/lib/jury'
import { Back } from '../form/back'

const said = { publish: 'publish it', reject: 'not publish it' } as const

function Known({ last }: { last: LastVerdict }) {
  const agreed = last.verdict === last.outcome
  return (
    <>
      #{last.id} was a test that we wrote, to see how well jurors judge. It should{' '}
      {last.outcome === 'publish' ? 'be published' : `be rejected: ${saysOf(last.reason ?? '')}`}.{' '}
      {agreed ? 'You were right.' : 'You were wrong.'}
    </>
  )
}

function Pending({ last }: { last: LastVerdict }) {
  const { id, author, publish, reject, outcome, verdict } = last
  return (
    <>
      {outcome === 'publish' ? <a href={paths.shortBemoaning(id)}>#{id}</a> : `#${id}`} by{' '}
      {author ? <a href={paths.user(author)}>{author}</a> : 'anonymous'}: you would {said[verdict]}. So far{' '}
      {publish} would publish it, {reject} would not.
      {outcome === 'publish' && ' It is published.'}
      {outcome === 'reject' && ' It is rejected.'}
    </>
  )
}

/** The viewer's last verdict, now with author and tally; and a button to undo it. */
export function JuryLast({ last }: { last: LastVerdict }) {
  return (
    <div className="jury-last">
      <p role="status">{last.known ? <Known last={last} /> : <Pending last={last} />}</p>
      {last.undoable && (
        <form method="post" action={paths.undoVerdict}>
          <Back />
          <button type="submit" className="link" data-jury="u">
            Undo <span className="key" aria-hidden="true" data-key="u" />
          </button>
        </form>
      )}
    </div>
  )
}
