import { cacheTags } from '@/core/cache-tags'
import { context } from '@/core/context'
import { pages } from '@/core/pages'
import { paths } from '@/core/paths'
import { absolute, siteTitle } from '@/core/site'
import { sshDoor } from '@/core/ssh-door'
import { sitemapPage } from '@/lib/bemoaning'
import { blog, blogTagCounts } from '@/lib/blog'
import { listTags } from '@/lib/tag'
import { text, xml } from './responses'
import { element, textElement } from './xml'

/** Lists every address for crawlers, with the time of its last change. */
export async function sitemap(): Promise<Response> {
  context().tags.add(cacheTags.removals)
  const url = (path: string, changed?: Date) =>
    element(
      'url',
      {},
      textElement('loc', absolute(path)),
      changed ? textElement('lastmod', changed.toISOString()) : null,
    )
  const fixed = pages.flatMap(({ path, sitemap }) => (sitemap ? [path] : []))
  const now = blog()
  const posts = [
    ...now.posts.map((post) => url(paths.post(post.slug), new Date(post.updated ?? post.publishAt))),
    ...blogTagCounts(now).map(({ tag }) => url(paths.blogTags([tag.name]))),
    ...[...now.bySeries.keys()].map((id) => url(paths.blogSeries(id))),
    ...[...now.byTime.keys()].map((time) => url(paths.blogTime(time))),
  ]
  const tags = (await listTags()).map((tag) => url(paths.tag(tag.name)))
  const rows: string[] = []
  for (let after = 0, full = true; full && rows.length < 45_000; ) {
    const page = await sitemapPage(after, 5_000)
    rows.push(
      ...page.map(({ id, body, epoch, editedAt }) =>
        url(paths.bemoaning(id, body), editedAt ?? new Date(epoch * 1000)),
      ),
    )
    after = page.at(-1)?.id ?? 0
    full = page.length === 5_000
  }
  const set = element(
    'urlset',
    { xmlns: 'http://www.sitemaps.org/schemas/sitemap/0.9' },
    ...fixed.map((path) => url(path)),
    ...posts,
    ...tags,
    ...rows,
  )
  return xml(`<?xml version="1.0" encoding="utf-8"?>\n${set}\n`, 'application/xml')
}

/** Tells crawlers which paths to skip: all that begin with one of these. */
export const robots = () =>
  text(
    [
      'User-agent: *',
      ...pages.flatMap(({ path, crawl }) =>
        crawl === false ? [`Disallow: ${path.replace(/:.*$/, '')}`] : [],
      ),
      'Allow: /',
      '',
      `Sitemap: ${absolute('/sitemap.xml')}`,
    ].join('\n'),
  )

const notShared = pages.flatMap(({ path, kind }) => (kind === 'working' ? [path] : []))

/** Speculation rules for prefetching: only pages that are the same for everybody and that change nothing. */
export const speculation = () =>
  new Response(
    JSON.stringify({
      prefetch: [
        {
          where: {
            and: [
              { href_matches: '/*' },
              {
                not: {
                  href_matches: [paths.random, '/*.*', '/fortune', '/api/*', ...notShared],
                },
              },
            ],
          },
          eagerness: 'moderate',
        },
        // The next one is there before it is asked for.
        { where: { selector_matches: '.another' }, eagerness: 'immediate' },
      ],
    }),
    {
      headers: {
        'content-type': 'application/speculationrules+json',
        'cache-control': 'public, max-age=3600',
      },
    },
  )

export const openSearch = () =>
  xml(
    `<?xml version="1.0" encoding="utf-8"?>\n${element(
      'OpenSearchDescription',
      { xmlns: 'http://a9.com/-/spec/opensearch/1.1/' },
      textElement('ShortName', 'IBTSOCS'),
      textElement('Description', siteTitle),
      element('Url', { type: 'text/html', template: `${absolute('/search')}?q={searchTerms}` }),
      element('Image', { type: 'image/svg+xml' }, absolute('/icon.svg')),
    )}\n`,
    'application/opensearchdescription+xml',
  )

/** The contact for reporting vulnerabilities (RFC 9116). */
export const securityText = () =>
  text(
    [
      `Contact: ${absolute('/about')}#contact`,
      `Expires: ${new Date(Date.now() + 180 * 86_400_000).toISOString().slice(0, 10)}T00:00:00Z`,
      'Preferred-Languages: en',
      `Canonical: ${absolute('/.well-known/security.txt')}`,
    ].join('\n'),
  )

/** The host keys for ssh, as lines of a `known_hosts` (c2sp.org/well-known-ssh-hosts); null while ssh is off. */
export function knownHosts(): Response | null {
  const door = sshDoor()
  if (!door) return null
  const host = door.port === 22 ? door.host : `[${door.host}]:${door.port}`
  const lines = door.keys.flatMap(({ line, fingerprint, randomart }) => [
    ...[fingerprint, ...randomart].map((drawn) => `# ${drawn}`),
    `${host} ${line}`,
  ])
  return text(lines.join('\n'))
}
