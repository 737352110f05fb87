import type { Metadata } from 'next'
import { Missing } from '@/components/frame/missing'
import { SignInFirst } from '@/components/frame/sign-in-first'
import { context } from '@/core/context'
import { openNotice } from '@/lib/notice'

export const metadata: Metadata = { title: 'Inbox', robots: { index: false } }

type Props = { params: Promise<{ id: string }> }

/** Leads to what a notice is about, and marks the notice as read: without scripts, and in another tab, too. */
export default async function OpenNotice({ params }: Props) {
  const here = context()
  if (!here.viewer) return <SignInFirst />
  const { id } = await params
  const to = /^[1-9]\d{0,14}$/.test(id) ? await openNotice(here.viewer, Number(id)) : null
  if (to === null) return <Missing />
  here.status = 303
  here.redirect = to
  return null
}
