import type { Metadata } from 'next'
import { BemoanFields } from '@/components/bemoaning/bemoan-fields'
import { Back } from '@/components/form/back'
import { KeptText } from '@/components/form/kept-text'
import { Missing } from '@/components/frame/missing'
import { OwnScript } from '@/components/frame/own-script'
import { Page } from '@/components/frame/page'
import { SignInFirst } from '@/components/frame/sign-in-first'
import { Lines } from '@/components/parts/lines'
import { context } from '@/core/context'
import { paths } from '@/core/paths'
import { editMinutes, findOwn, lockedSentence } from '@/lib/bemoaning'

export const metadata: Metadata = { title: 'Edit', robots: { index: false } }

/** Edits a text, while its author may, or deletes it. */
export default async function Edit({ params }: { params: Promise<{ id: string }> }) {
  const { viewer } = context()
  const { id } = await params
  if (!viewer) return <SignInFirst />
  const card = /^[1-9]\d{0,14}$/.test(id) ? await findOwn(Number(id), viewer) : null
  if (!card || card.status === 'removed') return <Missing />
  const late = Date.now() - card.createdAt.getTime() >= editMinutes * 60_000
  const closed =
    card.status === 'rejected'
      ? 'This bemoaning was not published, so you can’t edit it. You can still delete it.'
      : card.locked
        ? lockedSentence
        : late
          ? `You can edit a bemoaning for ${editMinutes} minutes, and that time is over. You can still delete it.`
          : null
  return (
    <Page>
      <h1 className="list-title">Edit #{card.id}</h1>
      {closed === null ? (
        <form
          method="post"
          action={paths.edit(card.id)}
          className="bemoan-form"
          data-draft={`edit-${card.id}`}
          data-enhance="bemoan"
        >
          <input type="hidden" name="version" value={card.version} />
          <BemoanFields body={card.body} details={card.details ?? ''} chosen={card.tags} />
          <p className="buttons">
            <button type="submit" className="primary">
              Save
            </button>{' '}
            <a href={paths.bemoaning(card.id, card.body)}>Back</a>
          </p>
          <p className="draft-note" data-draft-note />
        </form>
      ) : (
        <>
          <p className="bemoaning kept">
            <Lines text={card.body} />
          </p>
          <p>{closed}</p>
          <KeptText actions={[paths.edit(card.id)]} />
        </>
      )}
      <form method="post" action={paths.deleteForm(card.id)} className="danger">
        <Back />
        <h2>Delete</h2>
        <p>We delete the text for good, and its page says that its author deleted it. You can’t undo this.</p>
        <button type="submit">Delete #{card.id}</button>
      </form>
      <OwnScript name="s" />
    </Page>
  )
}
