import type { Metadata } from 'next'
import { Missing } from '@/components/frame/missing'
import { SignInFirst } from '@/components/frame/sign-in-first'
import { context } from '@/core/context'
import { queried } from '@/core/page-query'
import { openNotice, threadInLink } from '@/lib/notice'

export const metadata: Metadata = { title: 'Inbox', robots: { index: false } }

type Props = { params: Promise<{ id: string }> }

/**
 * Leads to what a notice is about, and marks the notice as read: without scripts, and in another tab, too. Links in
 * emails also name the comment, so that they lead to it, and change nothing, for anybody but the notice's owner.
 */
export default async function OpenNotice({ params }: Props) {
  const here = context()
  const { id } = await params
  const own = here.viewer && /^[1-9]\d{0,14}$/.test(id) ? await openNotice(here.viewer, Number(id)) : null
  const to = own ?? threadInLink({ bemoaning: queried('b'), post: queried('post'), comment: queried('c') })
  if (to === null) return here.viewer ? <Missing /> : <SignInFirst />
  here.status = 303
  here.redirect = to
  return null
}
