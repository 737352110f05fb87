import type { Metadata } from 'next'
import { Missing } from '@/components/frame/missing'
import { Page } from '@/components/frame/page'
import { SignInFirst } from '@/components/frame/sign-in-first'
import { AppealForm } from '@/components/moderation/appeal-form'
import { context } from '@/core/context'
import { paths } from '@/core/paths'
import { type Appealable, findAppealable } from '@/lib/moderation'

export const metadata: Metadata = { title: 'Appeal', robots: { index: false } }

function RemovedText({ found }: { found: Appealable }) {
  return (
    <>
      A moderator removed {found.comment ? 'your comment on ' : ''}
      {found.postSlug === null ? (
        <a href={paths.shortBemoaning(found.bemoaningId ?? 0)}>#{found.bemoaningId}</a>
      ) : (
        <a href={paths.post(found.postSlug)}>a post</a>
      )}
      .
    </>
  )
}

/** An author's appeal against a removal. */
export default async function Appeal({ params }: { params: Promise<{ id: string }> }) {
  const { viewer } = context()
  if (!viewer) return <SignInFirst />
  const { id } = await params
  const found = /^[1-9]\d{0,14}$/.test(id) ? await findAppealable(Number(id), viewer.id) : null
  if (!found) return <Missing />
  return (
    <Page>
      <h1 className="list-title">Appeal</h1>
      <p>
        {found.line === null ? <RemovedText found={found} /> : 'A moderator removed the line on your page.'}{' '}
        The reason: <span dir="auto">{found.reason}</span>
      </p>
      {found.line !== null && (
        <blockquote className="kept" dir="auto">
          {found.line}
        </blockquote>
      )}
      <AppealForm id={Number(id)} />
    </Page>
  )
}
