import { feedMetadata, feedPage } from '@/components/bemoaning/feed-page'
import { framed } from '@/components/parts/part'
import { paths } from '@/core/paths'

export const generateMetadata = () => feedMetadata(paths.home)

const Home = framed(() => feedPage(paths.home))
export default Home
