import { feedMetadata, feedPage } from '@/components/bemoaning/feed-page'
import { Part } from '@/components/parts/part'
import { context } from '@/core/context'
import { paths } from '@/core/paths'

type Props = { params: Promise<{ feed: string }> }

export const generateMetadata = async ({ params }: Props) => feedMetadata(paths.feed((await params).feed))

/** The feeds with a path of one word. */
export default async function Feed({ params }: Props) {
  const { feed } = await params
  if (feed === 'hot' || feed === 'top') {
    context().redirect = feed === 'hot' ? paths.home : paths.top('week')
    return null
  }
  return <Part of={() => feedPage(paths.feed(feed))} />
}
