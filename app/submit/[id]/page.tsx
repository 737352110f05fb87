import type { Metadata } from 'next'
import { BemoanFields } from '@/components/bemoaning/bemoan-fields'
import { standsAs } from '@/components/bemoaning/sent-texts'
import { KeptText } from '@/components/form/kept-text'
import { Missing } from '@/components/frame/missing'
import { OwnScript } from '@/components/frame/own-script'
import { Page } from '@/components/frame/page'
import { Hearing } from '@/components/jury/hearing'
import { Lines } from '@/components/parts/lines'
import { context } from '@/core/context'
import { sentDays } from '@/core/cookies'
import { queried } from '@/core/page-query'
import { paths } from '@/core/paths'
import { editMinutes, findFate, listSent, lockedSentence, type SentText } from '@/lib/bemoaning'
import { findHearing } from '@/lib/jury'

export async function generateMetadata({ params }: { params: Promise<{ id: string }> }): Promise<Metadata> {
  const { id } = await params
  const text = (await listSent(context().sent)).find((sent) => String(sent.id) === id)
  return { title: text ? `${standsAs(text)}.` : 'Not here', robots: { index: false } }
}

/** Why a text can no longer be edited; null if it can. */
function closed({ status, locked, late }: SentText): string | null {
  if (status === 'rejected') return 'You can’t edit it any more. You can still delete it.'
  if (status === 'removed') return 'You can’t edit it any more.'
  if (locked) return lockedSentence
  return late
    ? `You can edit a bemoaning for ${editMinutes} minutes, and that time is over. You can still delete it.`
    : null
}

/** A text that this browser sent signed out: where it stands; to edit and to delete. */
export default async function Sent({ params }: { params: Promise<{ id: string }> }) {
  const here = context()
  const { id } = await params
  const text = (await listSent(here.sent)).find((sent) => String(sent.id) === id)
  if (!text) return <Missing />
  const [fate, hearing] =
    text.status === 'published'
      ? [null, null]
      : await Promise.all([findFate(text.id, null), text.status === 'removed' ? null : findHearing(text.id)])
  const why = closed(text)
  return (
    <Page>
      <h1 className="list-title">{standsAs(text)}.</h1>
      {queried('saved') !== null && <p role="status">We saved your changes.</p>}
      {text.status === 'published' && (
        <p>
          Everybody can read it: <a href={paths.bemoaning(text.id, text.body)}>its page</a>. If you edit it,
          the jury reads it again first.
        </p>
      )}
      {text.status === 'pending' && <p>A jury reads it before it is published. We keep it meanwhile.</p>}
      {fate?.reason && <p>The reason: {fate.reason}</p>}
      {fate && hearing && <Hearing id={text.id} fate={fate} hearing={hearing} />}
      {why === null ? (
        <form
          method="post"
          action={paths.sent(text.id)}
          className="bemoan-form"
          data-draft={`sent-${text.id}`}
          data-enhance="bemoan"
        >
          <input type="hidden" name="version" value={text.version} />
          <BemoanFields body={text.body} details={text.details ?? ''} chosen={text.tags} />
          <p className="buttons">
            <button type="submit" className="primary">
              Save
            </button>
          </p>
          <p className="draft-note" data-draft-note />
        </form>
      ) : (
        <>
          <p className="bemoaning kept" dir="auto">
            <Lines text={text.body} />
          </p>
          <p>{why}</p>
          <KeptText actions={[paths.sent(text.id)]} />
        </>
      )}
      {text.status !== 'removed' && (
        <form method="post" action={paths.deleteSent(text.id)} className="danger">
          <h2>Delete</h2>
          <p>
            We delete the text for good, and its page says that its author deleted it. You can’t undo this.
          </p>
          <button type="submit">Delete #{text.id}</button>
        </form>
      )}
      <p className="quiet">
        Only this browser can do this, for {sentDays} days, by a cookie. On <a href={paths.submit}>Bemoan</a>{' '}
        it can forget what it sent.
      </p>
      <OwnScript name="s" />
    </Page>
  )
}
