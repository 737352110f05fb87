import type { Metadata } from 'next'
import { Back } from '@/components/form/back'
import { BadAddress } from '@/components/frame/bad-address'
import { Page } from '@/components/frame/page'
import { SignInFirst } from '@/components/frame/sign-in-first'
import { Ago } from '@/components/parts/ago'
import { Lines } from '@/components/parts/lines'
import { spaced } from '@/components/parts/spaced'
import { context } from '@/core/context'
import { after, queried } from '@/core/page-query'
import { pageAfter, paths } from '@/core/paths'
import {
  appealable,
  categoryNamed,
  listNotices,
  type Notice,
  noticeCategories,
  noticeCategoryNames,
  sentenceOf,
} from '@/lib/notice'
import { excerptOf } from '@/text/excerpt'

export const metadata: Metadata = { title: 'Inbox', robots: { index: false } }

function Entry({ notice }: { notice: Notice }) {
  const { bemoaning, act, security } = notice
  const appeal = appealable(notice)
  return (
    <li className="notice-entry" data-unread={notice.unread ? '' : undefined}>
      <p>
        <a href={paths.notice(notice.id)}>{sentenceOf(notice)}</a>{' '}
        {bemoaning && <span className="quiet">#{bemoaning.id}</span>}{' '}
        <span className="quiet">
          <Ago date={notice.createdAt} />
          {notice.unread && ', new'}
        </span>
      </p>
      {act && (
        <p dir="auto">
          The reason: {act.reason} {appeal !== null && <a href={paths.appeal(appeal)}>Appeal</a>}
        </p>
      )}
      {security && (
        <p dir="auto">
          {security.detail && <code>{security.detail}</code>}{' '}
          <span className="quiet">from {security.by}</span>
        </p>
      )}
      {notice.said && (
        <p className="notice-said kept" dir="auto">
          <Lines text={excerptOf(notice.said.body)} />
        </p>
      )}
      {bemoaning?.body && (
        <p className="notice-about kept" dir="auto">
          <Lines text={bemoaning.body} />
        </p>
      )}
    </li>
  )
}

/** Notices about the viewer's bemoanings, votes and comments. */
export default async function Inbox() {
  const { viewer } = context()
  if (!viewer) return <SignInFirst />
  const category = categoryNamed(queried('category'))
  const list = await listNotices(viewer.id, after().after, category)
  if (!list.ok) return <BadAddress message={list.message} />
  const { items, next } = list.value
  return (
    <Page>
      <h1 className="list-title">Inbox</h1>
      <nav aria-label="Categories" className="parts">
        <a href={paths.inbox} aria-current={category ? undefined : 'page'}>
          All
        </a>{' '}
        {spaced(
          noticeCategoryNames.map((name) => (
            <a key={name} href={paths.inboxOf(name)} aria-current={name === category ? 'page' : undefined}>
              {noticeCategories[name].label}
            </a>
          )),
        )}{' '}
        <a href={paths.settingsTelling}>Settings</a>
      </nav>
      {items.length === 0 && (
        <p className="empty">
          {category
            ? 'Nothing here.'
            : 'Nothing yet. Replies to you, and news of what you bemoan, arrive here.'}
        </p>
      )}
      {viewer.unread > 0 && (
        <form method="post" action={paths.readInbox}>
          <Back />
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
          <a href={pageAfter(category ? paths.inboxOf(category) : paths.inbox, next)}>Older ones</a>
        </p>
      )}
    </Page>
  )
}
