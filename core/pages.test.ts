import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { feeds } from './feeds'
import { navigation, pageAt, pages, withoutFormat } from './pages'

/** The routes of app/ as paths; `[name]` is a segment, `[[...name]]` any number of segments. */
const routes = readdirSync('app', { recursive: true, encoding: 'utf8' })
  .filter((file) => /(?:^|\/)page\.tsx$/.test(file))
  .map((file) => `/${file.replace(/\/?page\.tsx$/, '').replace(/\([^)]*\)\/?/g, '')}`)
  .filter((route) => !route.includes('[...missing]'))

const exampleOf = (route: string): string =>
  route
    .replace('/[feed]', '/new')
    .replace('/[window]', '/week')
    .replace(/\/\[\[\.\.\.\w+\]\]/, '/anything')
    .replace(/\[\w+\]/g, '1')

test('every page of app/ has a record', () => {
  assert.ok(routes.length > 40, `${routes.length} routes`)
  for (const route of routes) assert.ok(pageAt(exampleOf(route)), `${route}: add it to core/pages.ts`)
})

test('every record has a page', () => {
  /** Handled by the server itself or by the API. */
  const elsewhere = ['/random', '/embed/b/:id', '/state/card', '/signout', '/oembed', '/fortune', '/sitemap']
  const patterns = routes.map((route) => {
    const source = route.replace(/\/\[\[\.\.\.\w+\]\]/, '(?:/.*)?').replace(/\[\w+\]/g, '[^/]+')
    return new RegExp(`^${source}$`)
  })
  for (const { path } of pages) {
    if (elsewhere.includes(path)) continue
    const example = path
      .replaceAll('(\\d{4})', '')
      .replaceAll('(\\d{2})', '')
      .replace('(\\d+)', '')
      .replace(/:\w+\??/g, '1')
      .replace('/settings/*', '/settings/reading')
      .replace('*', 'x')
    assert.ok(
      patterns.some((pattern) => pattern.test(example)),
      `${path} has no page`,
    )
  }
})

test('finds the record of a path in any format', () => {
  for (const [path, record] of [
    ['/', '/'],
    ['/hot.atom', '/'],
    ['/index.json', '/'],
    ['/new.rss', '/new'],
    ['/t/c++.txt', '/t/:tag'],
    ['/u/kettle', '/u/:handle'],
    ['/b/7', '/b/:id(\\d+)/:slug?'],
    ['/b/7/', '/b/:id(\\d+)/:slug?'],
    ['/b/7/it-broke', '/b/:id(\\d+)/:slug?'],
    ['/b/7/picture.png', '/b/:id(\\d+)/:slug?'],
    ['/blog/2026', '/blog/:year(\\d{4})'],
    ['/blog/2026/11.atom', '/blog/:year(\\d{4})/:month(\\d{2})'],
    ['/blog/randomart', '/blog/*'],
    ['/blog/tags/xen+ssh.json', '/blog/tags/:tags'],
    ['/settings/access', '/settings/*'],
    ['/state.csv', '/state'],
    ['/randomart.svg', '/randomart'],
  ] as const)
    assert.equal(pageAt(withoutFormat(path))?.path, record, path)
  for (const path of ['/b/x', '/b/7/a/b', '/t', '/t/a/b', '/settingsx', '/.env', '/newx', '/cases/1/2'])
    assert.equal(pageAt(path), undefined, path)
})

test('the navigation is in order, and every path occurs once', () => {
  assert.deepEqual(
    navigation('header').map(({ word }) => word),
    [...feeds.flatMap(({ nav }) => nav ?? []), 'random', 'blog', 'bemoan'],
  )
  assert.deepEqual(
    navigation('users', 'staff').map(({ word }) => word),
    ['inbox', 'following', 'saved', 'jury', 'cases', 'settings'],
  )
  assert.equal(new Set(pages.map(({ path }) => path)).size, pages.length)
})
