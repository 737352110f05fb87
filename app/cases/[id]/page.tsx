import type { Metadata } from 'next'
import { Missing } from '@/components/frame/missing'
import { Page } from '@/components/frame/page'
import { CaseHistory, CaseReports } from '@/components/moderation/case-parts'
import { CaseSubject } from '@/components/moderation/case-subject'
import { ClaimForm, DecideForm, NoteForm } from '@/components/moderation/decide-form'
import { context } from '@/core/context'
import { paths } from '@/core/paths'
import { isModerator } from '@/core/role'
import { findCase, listHistory, listReports } from '@/lib/moderation'
import { listTags } from '@/lib/tag'

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id } = await params
  return { title: /^\d{1,15}$/.test(id) ? `Case ${id}` : 'Case', robots: { index: false } }
}

/** A case with its full history, and the form to decide it. */
export default async function CasePage({ params }: Props) {
  const { viewer } = context()
  const { id } = await params
  if (!viewer || !isModerator(viewer) || !/^[1-9]\d{0,14}$/.test(id)) return <Missing />
  const found = await findCase(Number(id), viewer.id)
  if (!found) return <Missing />
  const decides = found.status === 'open' && !found.own && !found.appealAgainst?.mine
  const retags = decides && found.subject.type === 'bemoaning'
  const [reports, history, tags] = await Promise.all([
    listReports(found.id),
    listHistory(found),
    retags ? listTags() : [],
  ])
  return (
    <Page>
      <p className="quiet">
        <a href={paths.cases()}>All cases</a>
      </p>
      <h1 className="list-title">
        Case {found.id} {found.status === 'decided' && <span className="state">decided</span>}
      </h1>
      <CaseSubject found={found} reported={reports.map(({ version }) => version)} />
      {found.appeal !== null && (
        <section aria-labelledby="appeal">
          <h2 id="appeal">The author’s appeal</h2>
          <p dir="auto">{found.appeal}</p>
          <p className="quiet">
            Against {found.appealAgainst?.moderator ?? 'an unnamed moderator'}:{' '}
            {found.appealAgainst?.reason ?? ''}
          </p>
        </section>
      )}
      <CaseReports reports={reports} />
      {found.status === 'open' && found.own && (
        <p role="note">This case is about you. Another moderator decides it.</p>
      )}
      {found.status === 'open' && found.appealAgainst?.mine && (
        <p role="note">This is an appeal against your decision. Another moderator decides it.</p>
      )}
      {found.status === 'open' && <ClaimForm found={found} />}
      {decides && <DecideForm found={found} tags={tags.map(({ name }) => name)} />}
      <CaseHistory events={history} others={found.others} />
      <NoteForm id={found.id} />
    </Page>
  )
}
