import type { Metadata } from 'next'
import { Ago } from '@/components/ago'
import { BadAddress } from '@/components/bad-address'
import { Page } from '@/components/page'
import { SignInFirst } from '@/components/sign-in-first'
import { context } from '@/lib/context'
import { listNotices, type Notice } from '@/lib/notice/queries'
import { after } from '@/lib/page-query'
import { pageAfter, paths } from '@/lib/paths'
import { afterDays } from '@/lib/time'

export const metadata: Metadata = { title: 'Inbox', robots: { index: false } }

/** What happened, in words. */
function sentenceOf({ kind, bemoaning: { createdAt, fixedAt } }: Notice): string {
  if (kind === 'fixed')
    return fixedAt ? `Fixed ${afterDays(createdAt, fixedAt)}.` : 'It got fixed, and broke again.'
  if (kind === 'proposed') return 'Somebody says that it got fixed. You decide.'
  if (kind === 'declined') return 'Its people say that it is not fixed after all.'
  if (kind === 'published') return 'It waited, and now everybody can read it.'
  if (kind === 'rejected') return 'It was not published. Here is why.'
  return 'Your comment is the remedy.'
}

function Entry({ notice }: { notice: Notice }) {
  const { bemoaning, commentId } = notice
  const href = commentId
    ? paths.comment(bemoaning.id, bemoaning.body, commentId)
    : paths.bemoaning(bemoaning.id, bemoaning.body)
  return (
    <li className="notice-entry" data-unread={notice.unread ? '' : undefined}>
      <p>
        <a href={href}>{sentenceOf(notice)}</a> <span className="quiet">#{bemoaning.id}</span>{' '}
        <span className="quiet">
          <Ago date={notice.createdAt} />
          {notice.unread && ', new'}
        </span>
      </p>
      <p className="notice-about" dir="auto">
        {bemoaning.body}
      </p>
    </li>
  )
}

/** What happened to what the viewer bemoaned, bemoans too, or answered. */
export default async function Inbox() {
  const { viewer } = context()
  if (!viewer) return <SignInFirst />
  const list = await listNotices(viewer.id, after().after)
  if (!list.ok) return <BadAddress message={list.message} />
  const { items, next } = list.value
  return (
    <Page>
      <h1 className="list-title">Inbox</h1>
      {items.length === 0 && (
        <p className="empty">Nothing yet. When something you bemoan gets fixed, it says so here.</p>
      )}
      {viewer.unread > 0 && (
        <form method="post" action={paths.readInbox}>
          <p className="buttons">
            <button type="submit">Mark all as read</button>
          </p>
        </form>
      )}
      <ul className="notices">
        {items.map((notice) => (
          <Entry key={notice.id} notice={notice} />
        ))}
      </ul>
      {next && (
        <p className="more">
          <a href={pageAfter(paths.inbox, next)}>Older ones</a>
        </p>
      )}
    </Page>
  )
}
