import type { ReactNode } from 'react'
import { paths } from '@/core/paths'
import type { TagProposal } from '@/lib/tag-proposal'
import { Ago } from '../parts/ago'

/** A proposed tag with its reason, and the decision if there is one. */
export function ProposalLine({
  proposal,
  href,
  children,
}: {
  proposal: TagProposal
  /** Its page, for moderators. */
  href?: string
  children?: ReactNode
}) {
  const { name, label, why, bemoaning, proposer, outcome, tag, decision, createdAt } = proposal
  const title = label ?? 'A tag whose proposer has left'
  return (
    <li className="case-line">
      <p>
        {href ? <a href={href}>{title}</a> : <strong>{title}</strong>}{' '}
        {name && <span className="tag">{name}</span>}{' '}
        {outcome !== 'open' && <span className="state">{outcome}</span>}{' '}
        {tag && <a href={paths.tag(tag)}>To the tag</a>}
      </p>
      {why && (
        <p className="case-text" dir="auto">
          {why}
        </p>
      )}
      <p className="quiet">
        {proposer && (
          <>
            <a href={paths.user(proposer)}>{proposer}</a> ·{' '}
          </>
        )}
        <Ago date={createdAt} />
        {bemoaning !== null && (
          <>
            {' '}
            · for <a href={paths.shortBemoaning(bemoaning)}>#{bemoaning}</a>
          </>
        )}
      </p>
      {outcome !== 'open' && decision && (
        <p dir="auto">
          <a href={paths.logEntry(decision.id)}>{decision.moderator ?? 'A former moderator'}</a>:{' '}
          {decision.reason}
        </p>
      )}
      {children}
    </li>
  )
}
