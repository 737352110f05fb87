import type { Metadata } from 'next'
import { Back } from '@/components/form/back'
import { Missing } from '@/components/frame/missing'
import { Page } from '@/components/frame/page'
import { queried } from '@/core/page-query'
import { paths } from '@/core/paths'
import { readUnsubscribe } from '@/lib/delivery'

export const metadata: Metadata = { title: 'Unsubscribe', robots: { index: false } }

const names = { replies: 'emails about replies', digest: 'the weekly email' } as const

/** A button that unsubscribes from a kind of mail, for anyone with the link from one; signed in or not. */
export default function Unsubscribe() {
  const token = queried('token') ?? ''
  const about = readUnsubscribe(token)
  if (!about) return <Missing />
  const done = queried('done') === about.kind
  return (
    <Page>
      <h1 className="list-title">{done ? 'Unsubscribed' : 'Unsubscribe'}</h1>
      {done ? (
        <p role="status">
          You won’t get {names[about.kind]} any more. You can turn them on again in your{' '}
          <a href={paths.settingsTelling}>settings</a>.
        </p>
      ) : (
        <form method="post" action={paths.unsubscribe(token)}>
          <Back />
          <p>Do you want to stop {names[about.kind]}?</p>
          <p className="buttons">
            <button type="submit" className="primary">
              Unsubscribe
            </button>
          </p>
        </form>
      )}
    </Page>
  )
}
