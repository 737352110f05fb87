import { FeedPage, feedMetadata } from '@/components/bemoaning/feed-page'

type Props = { params: Promise<{ window: string }> }

export const generateMetadata = async ({ params }: Props) => feedMetadata(`/top/${(await params).window}`)

/** The best of a span of time. */
export default async function Top({ params }: Props) {
  return <FeedPage path={`/top/${(await params).window}`} />
}
