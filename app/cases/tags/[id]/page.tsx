import type { Metadata } from 'next'
import { Missing } from '@/components/frame/missing'
import { Page } from '@/components/frame/page'
import { UndoForm } from '@/components/moderation/log-entry'
import { AcceptForm, DeclineForm } from '@/components/tag/decide-forms'
import { ProposalLine } from '@/components/tag/proposal-line'
import { context } from '@/core/context'
import { paths } from '@/core/paths'
import { isModerator } from '@/core/role'
import { findProposal } from '@/lib/tag-proposal'

export const metadata: Metadata = { title: 'Proposed tag', robots: { index: false } }

/** One proposed tag, with the forms to accept and to decline it. */
export default async function ProposedTag({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  if (!isModerator(context().viewer) || !/^[1-9]\d{0,14}$/.test(id)) return <Missing />
  const proposal = await findProposal(Number(id))
  if (!proposal) return <Missing />
  const { outcome, decision, taken } = proposal
  return (
    <Page>
      <p className="quiet">
        <a href={paths.tagProposals}>All proposed tags</a>
      </p>
      <h1 className="list-title">Proposed tag</h1>
      <ul className="cases">
        <ProposalLine proposal={proposal}>
          {outcome !== 'open' && decision && <UndoForm id={decision.id} what={`“${outcome}”`} />}
        </ProposalLine>
      </ul>
      {taken && <p role="note">{taken}</p>}
      {outcome === 'open' && (
        <>
          <AcceptForm proposal={proposal} />
          <DeclineForm proposal={proposal} />
        </>
      )}
    </Page>
  )
}
