import type { Metadata } from 'next'
import { Page } from '@/components/frame/page'
import { SignInFirst } from '@/components/frame/sign-in-first'
import { ProposalLine } from '@/components/tag/proposal-line'
import { ProposeForm } from '@/components/tag/propose-form'
import { context } from '@/core/context'
import { queried } from '@/core/page-query'
import { paths } from '@/core/paths'
import { listOwnProposals, type TagProposal } from '@/lib/tag-proposal'

export const metadata: Metadata = { title: 'Propose a tag', robots: { index: false } }

/** The viewer's own proposals; those that wait can be deleted. */
function Own({ proposals }: { proposals: readonly TagProposal[] }) {
  if (proposals.length === 0) return null
  return (
    <section aria-labelledby="yours">
      <h2 id="yours">Your proposals</h2>
      <ul className="cases">
        {proposals.map((proposal) => (
          <ProposalLine key={proposal.id} proposal={{ ...proposal, proposer: null }}>
            {proposal.outcome === 'open' && (
              <form className="inline" method="post" action={paths.withdrawTag(proposal.id)}>
                <button type="submit" className="link">
                  Delete<span className="sr-only"> {proposal.label}</span>
                </button>
              </form>
            )}
          </ProposalLine>
        ))}
      </ul>
    </section>
  )
}

/** The form to propose a tag. */
export default async function ProposeTag() {
  const { viewer, form } = context()
  if (!viewer && !form) return <SignInFirst />
  const own = viewer ? await listOwnProposals(viewer.id) : []
  return (
    <Page>
      <h1 className="list-title">Propose a tag</h1>
      {queried('sent') && (
        <p className="lead" role="status">
          Thank you. A moderator decides on it, and we tell you in your <a href={paths.inbox}>inbox</a>.
        </p>
      )}
      <p>
        Look at the <a href={paths.tags}>tags that we have</a> first. Moderators read every proposal and
        decide in the public <a href={paths.log}>log</a>.
      </p>
      <ProposeForm />
      <Own proposals={own} />
    </Page>
  )
}
