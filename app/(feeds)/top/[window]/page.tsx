import { feedMetadata, feedPage } from '@/components/bemoaning/feed-page'
import { Part } from '@/components/parts/part'
import { paths } from '@/core/paths'

/** Accepts any span, including unknown ones: the page handles those. */
const pathOf = (window: string): string => paths.feed(`top/${window}`)

type Props = { params: Promise<{ window: string }> }

export const generateMetadata = async ({ params }: Props) => feedMetadata(pathOf((await params).window))

/** The best bemoanings of a time span. */
export default async function Top({ params }: Props) {
  const { window } = await params
  return <Part of={() => feedPage(pathOf(window))} />
}
