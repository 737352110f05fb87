import { inFormat, paths } from '@/core/paths'
import { spaced } from '../parts/spaced'

const places = [
  [paths.blog, 'newest'],
  [paths.blogTags(), 'tags'],
  [paths.blogSeries(), 'series'],
] as const

/** The quiet line above a list of the blog: its other orders, and its machine formats. */
export function BlogNav({ here, formats }: { here: string; formats?: string }) {
  return (
    <div className="blog-nav">
      <nav aria-label="Blog">
        {spaced(
          places.map(([path, word]) => (
            <a key={path} href={path} aria-current={path === here ? 'page' : undefined}>
              {word}
            </a>
          )),
        )}{' '}
        <a href={paths.search(undefined, 'blog')}>search</a>
      </nav>{' '}
      {formats && (
        <nav aria-label="This list for machines" className="formats">
          {spaced(
            ['atom', 'rss', 'json', 'txt', 'md'].map((format) => (
              <a key={format} href={inFormat(formats, format)}>
                {format}
              </a>
            )),
          )}
        </nav>
      )}
    </div>
  )
}
