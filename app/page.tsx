import { FeedPage, feedMetadata } from '@/components/feed-page'
import { paths } from '@/lib/paths'

export const generateMetadata = () => feedMetadata(paths.home)

export default function Home() {
  return <FeedPage path={paths.home} />
}
