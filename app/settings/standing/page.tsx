import type { Metadata } from 'next'
import { Page } from '@/components/frame/page'
import { SignInFirst } from '@/components/frame/sign-in-first'
import { SettingsNav } from '@/components/user/settings-nav'
import { StandingSection } from '@/components/user/trust-section'
import { context } from '@/core/context'

export const metadata: Metadata = { title: 'Your standing', robots: { index: false } }

/** The viewer's trust level, reputation, and whether their votes affect the ranking. */
export default function StandingPage() {
  const { viewer } = context()
  if (!viewer) return <SignInFirst />
  return (
    <Page>
      <h1 className="list-title">Your standing</h1>
      <SettingsNav />
      <StandingSection viewer={viewer} />
    </Page>
  )
}
