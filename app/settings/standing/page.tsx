import type { Metadata } from 'next'
import { Page } from '@/components/page'
import { SettingsNav } from '@/components/settings-nav'
import { SignInFirst } from '@/components/sign-in-first'
import { StandingSection } from '@/components/standing-section'
import { context } from '@/lib/context'

export const metadata: Metadata = { title: 'Where you stand', robots: { index: false } }

/** The viewer's step of trust, their reputation, and whether their votes weigh. */
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
