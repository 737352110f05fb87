import { context } from '@/core/context'
import { feedAt, feeds } from '@/core/feeds'
import { inFormat, paths } from '@/core/paths'
import { spaced } from '../parts/spaced'
import { SeenToggle } from './seen'

/** The orders that are not in the header. */
const others = feeds.filter(({ window, nav }) => window === undefined && !nav)

/** The quiet line above a list: its other orders, and its machine formats. */
export function ListHead({
  title,
  path,
  windows = false,
}: {
  title: string
  path: string
  windows?: boolean
}) {
  const { viewer } = context()
  const spans = feeds.filter(({ window }) => window !== undefined)
  // The header names the list already, and marks it as current.
  const inHeader = feedAt(path)?.nav !== undefined
  return (
    <div className="list-head">
      {path === paths.home && !viewer ? (
        <h2 className="sr-only">{title}</h2>
      ) : (
        <h1 className={inHeader ? 'sr-only' : 'list-title'}>{title}</h1>
      )}{' '}
      <SeenToggle />
      <nav aria-label="Orders">
        {viewer && (
          <a href={paths.following} aria-current={path === paths.following ? 'page' : undefined}>
            Following
          </a>
        )}{' '}
        {spaced(
          (windows ? spans : others).map((feed) => (
            <a key={feed.path} href={feed.path} aria-current={feed.path === path ? 'page' : undefined}>
              {windows ? feed.window : feed.title}
            </a>
          )),
        )}
      </nav>{' '}
      <nav aria-label="This list for machines" className="formats">
        {spaced(
          ['atom', 'rss', 'json', 'txt'].map((format) => (
            <a key={format} href={inFormat(path, format)}>
              {format}
            </a>
          )),
        )}
      </nav>
    </div>
  )
}
