import type { Metadata } from 'next'
import { Missing } from '@/components/frame/missing'
import { Page } from '@/components/frame/page'
import { AppealForm } from '@/components/moderation/appeal-form'
import { context } from '@/core/context'
import { queried } from '@/core/page-query'
import { paths } from '@/core/paths'
import { findBan, readBanTicket } from '@/lib/moderation'

export const metadata: Metadata = { title: 'Appeal', robots: { index: false } }

/** A banned user's appeal, after the sign-in has proved that the account is theirs. */
export default async function AppealBan() {
  const ticket = queried('ticket') ?? ''
  const claim = readBanTicket(ticket)
  const ban = claim && (await findBan(claim.userId))
  if (!claim || !ban || ban.moderationId !== claim.moderationId) {
    if (!context().form) return <Missing />
    return (
      <Page>
        <h1 className="list-title">Appeal</h1>
        <p>
          <a href={paths.signIn()}>Sign in</a>
        </p>
      </Page>
    )
  }
  return (
    <Page>
      <h1 className="list-title">Appeal</h1>
      <p>
        You are banned until {ban.until.toISOString().slice(0, 10)}. The reason:{' '}
        <span dir="auto">{ban.reason}</span>
      </p>
      {queried('sent') || ban.appealed ? (
        <p role="status">
          Your appeal is with the moderators. A different moderator decides, and gives the reason in the{' '}
          <a href={paths.log}>log</a>.
        </p>
      ) : (
        <AppealForm id={ban.moderationId} ticket={ticket} />
      )}
    </Page>
  )
}
