import { FeedPage, feedMetadata } from '@/components/bemoaning/feed-page'
import { paths } from '@/core/paths'

export const generateMetadata = () => feedMetadata(paths.home)

export default function Home() {
  return <FeedPage path={paths.home} />
}
