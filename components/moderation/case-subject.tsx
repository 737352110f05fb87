import { paths } from '@/core/paths'
import type { Case } from '@/lib/moderation'
import { Ago } from '../parts/ago'
import { Lines } from '../parts/lines'
import { spaced } from '../parts/spaced'

const hrefOf = ({ subject, bemoaningId, postSlug, author }: Case): string | null => {
  if (subject.type === 'user') return author ? paths.user(author) : null
  if (postSlug !== null) return paths.postComment(postSlug, subject.id)
  if (bemoaningId === null) return null
  return paths.shortBemoaning(bemoaningId) + (subject.type === 'comment' ? `#c${subject.id}` : '')
}

const standingOf = ({ standing, gone, locked, mergedInto }: Case): string[] => [
  ...(mergedInto === null ? (gone ? [gone] : standing && standing !== 'published' ? [standing] : []) : []),
  ...(mergedInto === null ? [] : [`merged into #${mergedInto}`]),
  ...(locked ? ['locked'] : []),
]

/** The subject of a case, now and as it was when reported. */
export function CaseSubject({ found, reported }: { found: Case; reported: readonly number[] }) {
  const { subject, text, details, tags, version, old, anonymous, author } = found
  const href = hrefOf(found)
  const name =
    subject.type === 'bemoaning' ? `#${subject.id}` : subject.type === 'comment' ? 'Comment' : 'User'
  const past = old.filter((one) => one.version < version)
  return (
    <section className="case-subject" aria-label="Subject">
      <p className="byline">
        <span>{href ? <a href={href}>{name}</a> : name}</span>{' '}
        {subject.type !== 'user' && (
          <span>
            {anonymous ? 'anonymous' : author ? <a href={paths.user(author)}>{author}</a> : 'nobody'}
          </span>
        )}{' '}
        {spaced(
          tags.map((tag) => (
            <span className="tag" key={tag}>
              {tag}
            </span>
          )),
        )}{' '}
        {version > 0 && <span>version {version}</span>}{' '}
        {spaced(
          standingOf(found).map((word) => (
            <span className="state" key={word}>
              {word}
            </span>
          )),
        )}{' '}
        <Ago date={found.createdAt} />
      </p>
      <p className="case-text kept" dir="auto">
        <Lines text={found.gone === 'deleted' ? '(its author deleted it)' : text} />
      </p>
      {found.line && (
        <p dir="auto">
          The line on their page: <q>{found.line}</q>
        </p>
      )}
      {found.removedLine && (
        <p dir="auto">
          The line that was removed: <q>{found.removedLine}</q>
        </p>
      )}
      {details && (
        <details className="disclosure">
          <summary>Details</summary>
          <pre dir="auto">{details}</pre>
        </details>
      )}
      {past.map((one) => (
        <details className="disclosure" key={one.version} open={reported.includes(one.version)}>
          <summary>
            Version {one.version}
            {reported.includes(one.version) && ', as it was reported'}
          </summary>
          <p className="case-text kept" dir="auto">
            <Lines text={one.body} />
          </p>
          {one.details && <pre dir="auto">{one.details}</pre>}
        </details>
      ))}
    </section>
  )
}
