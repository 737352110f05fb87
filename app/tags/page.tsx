import type { Metadata } from 'next'
import { Page } from '@/components/frame/page'
import { framed } from '@/components/parts/part'
import { cacheTags } from '@/core/cache-tags'
import { context } from '@/core/context'
import { paths } from '@/core/paths'
import { listTags } from '@/lib/tag'

export const metadata: Metadata = {
  title: 'Tags',
  description: 'All tags to bemoan about.',
  alternates: { canonical: paths.tags },
}

/** All tags. */
export default framed(async () => {
  context().tags.add(cacheTags.tags)
  const tags = await listTags()
  return (
    <Page>
      <h1 className="list-title">Tags</h1>
      <dl className="tag-list">
        {tags.map((tag) => (
          <div key={tag.name}>
            <dt>
              <a href={paths.tag(tag.name)}>{tag.label}</a>{' '}
              <span className="quiet">
                {tag.count} <span className="sr-only">{tag.count === 1 ? 'bemoaning' : 'bemoanings'}</span>
              </span>
            </dt>
            <dd>{tag.description}</dd>
          </div>
        ))}
      </dl>
      <p className="quiet">
        Nothing fits? <a href={paths.proposeTag}>Propose a tag</a>
      </p>
    </Page>
  )
})
