import type { Metadata } from 'next'
import { Page } from '@/components/frame/page'
import { framed } from '@/components/parts/part'
import { paths } from '@/core/paths'

export const metadata: Metadata = { title: 'No network', robots: { index: false } }

/** Shown by the service worker when a page is neither reachable nor cached. */
export default framed(() => {
  return (
    <Page>
      <h1 className="list-title">You’re offline.</h1>
      <div className="notice" role="alert">
        <p>
          If you were sending something, it wasn’t sent. We kept what you typed on{' '}
          <a href={paths.submit}>the page you typed it on</a>.
        </p>
      </div>
      <h2 className="label">Pages you can read meanwhile</h2>
      <ul className="kept" data-kept />
    </Page>
  )
})
