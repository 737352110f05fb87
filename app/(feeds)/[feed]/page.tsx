import { FeedPage, feedMetadata } from '@/components/feed-page'
import { context } from '@/lib/context'
import { paths } from '@/lib/paths'

type Props = { params: Promise<{ feed: string }> }

export const generateMetadata = async ({ params }: Props) => feedMetadata(`/${(await params).feed}`)

/** Every feed that has a path of one word. */
export default async function Feed({ params }: Props) {
  const { feed } = await params
  if (feed === 'hot' || feed === 'top') {
    context().redirect = feed === 'hot' ? paths.home : paths.top('week')
    return null
  }
  return <FeedPage path={`/${feed}`} />
}
