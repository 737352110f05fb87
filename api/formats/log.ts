import { cacheTags } from '@/core/cache-tags'
import { context } from '@/core/context'
import { inFormat, pageAfter, paths } from '@/core/paths'
import { fail } from '@/core/result'
import { absolute, siteTitle } from '@/core/site'
import { doerOf, type LogEntry, listLog, logFilters } from '@/lib/moderation'
import { escapeXml } from '@/text/escape'
import { logJson } from '../v1/json'
import { atomFeed, type FeedDocument, type FeedEntry, lastChange, rssFeed } from './feeds'
import { refuse } from './refuse'
import { json, text, xml } from './responses'
import { wrapped } from './text'

const subjectOf = ({ subject, into, undoes }: LogEntry): string => {
  const other = into === null ? '' : ` ${undoes === null ? 'into' : 'from'} #${into}`
  if (subject.type === 'user') return subject.handle || 'an account that is gone'
  if (subject.type === 'tag') return subject.name ?? 'a name that is gone'
  return (
    (subject.type === 'comment'
      ? `a comment on ${subject.post === null ? `#${subject.bemoaning}` : `/blog/${subject.post}`}`
      : `#${subject.id}`) + other
  )
}

const asEntry = (entry: LogEntry): FeedEntry => ({
  id: paths.logEntry(entry.id),
  title: `${entry.action}: ${subjectOf(entry)}`,
  href: paths.logEntry(entry.id),
  published: entry.createdAt,
  updated: entry.createdAt,
  author: { name: doerOf(entry), href: entry.moderator ? paths.user(entry.moderator) : null },
  categories: [entry.action],
  html: `<p>${escapeXml(entry.reason)}</p>`,
})

const asText = (entry: LogEntry): string =>
  wrapped(
    `${entry.createdAt.toISOString().slice(0, 16).replace('T', ' ')}  ${doerOf(entry)} · ${entry.action} · ${subjectOf(entry)}: ${entry.reason.replace(/[\x00-\x1f\x7f-\x9f]/g, ' ')}`,
  )

/** Responds with the public log as `/log.json`, `.atom`, `.rss` or `.txt`, with the filters of the page. */
export async function logAnswer(format: string, query: URLSearchParams): Promise<Response> {
  context().tags.add(cacheTags.log)
  const filters = logFilters({
    action: query.get('action'),
    moderator: query.get('moderator'),
    type: query.get('type'),
  })
  if (!filters.ok) return refuse(format, filters)
  const most = Number(query.get('limit') ?? 50)
  if (!/^\d{0,3}$/.test(query.get('limit') ?? '') || most < 1 || most > 100)
    return refuse(format, fail('bad-request', 'A limit is a number from 1 to 100.'))
  const after = query.get('after')
  const page = await listLog({ ...filters.value, limit: most, ...(after === null ? {} : { after }) })
  if (!page.ok) return refuse(format, page)
  const here = inFormat(paths.logBy(filters.value), format)
  const next = page.value.next === null ? null : pageAfter(here, page.value.next)
  if (format === 'json') return json({ items: page.value.items.map(logJson), next: page.value.next })
  if (format === 'txt')
    return text(
      [
        `Moderation log · ${siteTitle}`,
        '',
        ...page.value.items.map(asText),
        '',
        next ? `More: curl '${absolute(next)}'` : 'That is all.',
      ].join('\n'),
    )
  const items = page.value.items.map(asEntry)
  const document: FeedDocument = {
    title: 'Moderation log',
    description: 'Every act of moderation, with its reason.',
    path: paths.logBy(filters.value),
    self: here,
    next,
    items,
  }
  const modified: Record<string, string> =
    items.length > 0 ? { 'last-modified': lastChange(items).toUTCString() } : {}
  return format === 'atom'
    ? xml(atomFeed(document), 'application/atom+xml', modified)
    : xml(rssFeed(document), 'application/rss+xml', modified)
}
