import type { Metadata } from 'next'
import { Missing } from '@/components/frame/missing'
import { Page } from '@/components/frame/page'
import { ProposalLine } from '@/components/tag/proposal-line'
import { context } from '@/core/context'
import { paths } from '@/core/paths'
import { isModerator } from '@/core/role'
import { listDecidedProposals, listProposals } from '@/lib/tag-proposal'

export const metadata: Metadata = { title: 'Proposed tags', robots: { index: false } }

/** The proposed tags, oldest first, and the latest decisions. Other users get a 404. */
export default async function ProposedTags() {
  if (!isModerator(context().viewer)) return <Missing />
  const [open, decided] = await Promise.all([listProposals(), listDecidedProposals()])
  return (
    <Page>
      <p className="quiet">
        <a href={paths.cases()}>All cases</a>
      </p>
      <h1 className="list-title">Proposed tags</h1>
      {open.length === 0 && <p className="empty">No proposals. Every trade has its tag.</p>}
      <ul className="cases">
        {open.map((proposal) => (
          <ProposalLine key={proposal.id} proposal={proposal} href={paths.tagProposal(proposal.id)} />
        ))}
      </ul>
      {decided.length > 0 && (
        <section aria-labelledby="decided">
          <h2 id="decided">Decided</h2>
          <ul className="cases">
            {decided.map((proposal) => (
              <ProposalLine key={proposal.id} proposal={proposal} href={paths.tagProposal(proposal.id)} />
            ))}
          </ul>
        </section>
      )}
    </Page>
  )
}
