import type { Metadata } from 'next'
import { Page } from '@/components/frame/page'
import { framed } from '@/components/parts/part'
import { paths } from '@/core/paths'

export const metadata: Metadata = { title: 'Farewell', robots: { index: false } }

/** Shown after an account has been deleted. */
export default framed(() => {
  return (
    <Page>
      <h1 className="list-title">That was it.</h1>
      <p>Your account is gone. Thank you for bemoaning with us.</p>
      <p>
        You can still read <a href={paths.home}>everything</a>.
      </p>
    </Page>
  )
})
