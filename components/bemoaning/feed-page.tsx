import type { Metadata } from 'next'
import { context } from '@/core/context'
import { feedAt } from '@/core/feeds'
import { after } from '@/core/page-query'
import { files, inFormat, paths } from '@/core/paths'
import { listBemoanings } from '@/lib/bemoaning'
import { unlessSeen } from '@/lib/reader'
import { BadAddress } from '../frame/bad-address'
import { Intro } from '../frame/intro'
import { Missing, missingMetadata } from '../frame/missing'
import { Page } from '../frame/page'
import { entries } from './entries'
import { ListHead } from './list-head'

/** Metadata of a list's page: its canonical address, and its feeds for autodiscovery. */
export const listMetadata = (title: string | undefined, description: string, path: string): Metadata => ({
  ...(title ? { title } : {}),
  description,
  alternates: {
    canonical: path,
    types: {
      'application/atom+xml': inFormat(path, 'atom'),
      'application/rss+xml': inFormat(path, 'rss'),
      'application/json': inFormat(path, 'json'),
    },
  },
  openGraph: { url: path, images: [files.picture] },
})

/** Metadata of a feed's page. */
export function feedMetadata(path: string): Metadata {
  const feed = feedAt(path)
  return feed ? listMetadata(path === '/' ? undefined : feed.title, feed.description, path) : missingMetadata
}

/** Returns the page of a feed in core/feeds.ts. */
export async function feedPage(path: string) {
  const feed = feedAt(path)
  if (!feed) return <Missing />
  const list = await listBemoanings({ feed, ...unlessSeen(), ...after() })
  if (!list.ok) return <BadAddress message={list.message} />
  return (
    <Page>
      {path === paths.home && !context().viewer && <Intro />}
      <ListHead title={feed.title} path={path} windows={feed.window !== undefined} />
      {
        await entries({
          list: list.value,
          path,
          byTime: feed.order === 'new',
          empty: 'Nothing here yet. It is early, or all is well; both pass.',
        })
      }
    </Page>
  )
}
