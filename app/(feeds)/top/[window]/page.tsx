import { FeedPage, feedMetadata } from '@/components/bemoaning/feed-page'
import { paths } from '@/core/paths'

/** Of any span, one that there is not too: the page says so. */
const pathOf = (window: string): string => paths.feed(`top/${window}`)

type Props = { params: Promise<{ window: string }> }

export const generateMetadata = async ({ params }: Props) => feedMetadata(pathOf((await params).window))

/** The best of a span of time. */
export default async function Top({ params }: Props) {
  return <FeedPage path={pathOf((await params).window)} />
}
