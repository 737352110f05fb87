import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { limits } from '../http/helpers'
import { aBemoaning, aUser } from '../makers'
import { ownServer } from '../server'

const without = (here: boolean, what: string, packages: string): string | false =>
  !here && `There is no ${what} here: apt-get install ${packages}`
const hasFeedparser = spawnSync('/usr/bin/python3', ['-c', 'import feedparser']).status === 0
const onlyForeign = process.env.FOREIGN !== '1' && 'npm run test:foreign runs it'

/** Feeds as feedparser reads them: titles and contents, newest first, and what it complains about. */
const readFeed = `
import feedparser, json, sys
found = feedparser.parse(sys.argv[1])
print(json.dumps({'bozo': str(found.get('bozo_exception') or ''), 'version': feedparser.__version__,
  'entries': [{'title': e.title, 'id': e.id, 'html': (e.content[0].value if 'content' in e else e.summary)} for e in found.entries]}))
`
type Feed = { bozo: string; version: string; entries: { title: string; id: string; html: string }[] }

describe('programs of others read what the site gives', () => {
  const folder = mkdtempSync(join(tmpdir(), 'programs-'))
  const server = ownServer()
  const body = 'if (kettle < 100) {\n\twait()   // <b>forever</b>\n} // 日本語 & so on'
  before(async () => {
    await limits(server, 'off')
    await aBemoaning(await aUser(), body)
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  test('feedparser', { skip: without(hasFeedparser, 'feedparser', 'python3-feedparser') }, () => {
    for (const path of ['/new.atom', '/new.rss', '/blog.atom', '/blog.rss']) {
      const feed = JSON.parse(
        execFileSync('/usr/bin/python3', ['-c', readFeed, server.origin + path], { encoding: 'utf8' }),
      ) as Feed
      assert.equal(feed.bozo, '', path)
      assert.equal(new Set(feed.entries.map(({ id }) => id)).size, feed.entries.length, path)
      assert.ok(feed.entries.length > 5, path)
      if (path.startsWith('/blog')) continue
      const [first] = feed.entries
      assert.equal(first?.title.replace('\u2060', ''), 'if (kettle < 100) {')
      assert.match(
        first?.html ?? '',
        /if \(kettle &lt; 100\) \{<br ?\/?>\u00a0{4}wait\(\)\u00a0\u00a0 \/\/ &lt;b&gt;forever&lt;\/b&gt;<br ?\/?>\} \/\/ 日本語 &amp; so on/,
        path,
      )
    }
  })

  test('strfile and fortune', {
    skip: without(
      existsSync('/usr/games/fortune') && existsSync('/usr/bin/strfile'),
      'fortune',
      'fortune-mod',
    ),
  }, async () => {
    const file = join(folder, 'ibtsocs')
    const text = await (await server.send('GET', '/fortune')).text()
    writeFileSync(file, text)
    const said = execFileSync('/usr/bin/strfile', [file, `${file}.dat`], { encoding: 'utf8' })
    assert.match(said, new RegExp(`There were ${text.match(/^%$/gm)?.length} strings`))
    const found = spawnSync('/usr/games/fortune', ['-m', 'kettle < 100', file], { encoding: 'utf8' })
    assert.match(
      found.stdout,
      /^if \(kettle < 100\) \{\n {8}wait\(\) {3}\/\/ <b>forever<\/b>\n\} \/\/ 日本語 & so on$/m,
    )
  })

  test('newsboat', { skip: without(existsSync('/usr/bin/newsboat'), 'newsboat', 'newsboat') }, () => {
    const urls = join(folder, 'urls')
    writeFileSync(urls, `${server.origin}/new.atom\n${server.origin}/blog.rss\n`)
    const own = ['-u', urls, '-c', join(folder, 'cache.db'), '-C', '/dev/null']
    const env = { ...process.env, HOME: folder, LANG: 'C.UTF-8' }
    execFileSync('newsboat', [...own, '-x', 'reload'], { env })
    assert.match(
      execFileSync('newsboat', [...own, '-x', 'print-unread'], { env, encoding: 'utf8' }),
      /^(?:[3-9]\d|\d{3,}) unread articles/,
    )
  })

  test('a client that openapi-typescript generates compiles', {
    skip: onlyForeign,
    timeout: 180_000,
  }, async () => {
    const document = join(folder, 'openapi.json')
    writeFileSync(document, await (await server.send('GET', '/api/v1/openapi.json')).text())
    writeFileSync(join(folder, 'package.json'), '{"private":true}')
    const own = { cwd: folder, encoding: 'utf8', stdio: 'pipe' } as const
    execFileSync(
      'npm',
      [
        'install',
        '--silent',
        '--no-audit',
        '--no-fund',
        '--ignore-scripts',
        'openapi-typescript@7.13.0',
        'typescript@5.9.3',
      ],
      own,
    )
    execFileSync('node_modules/.bin/openapi-typescript', [document, '-o', 'api.ts'], own)
    writeFileSync(
      join(folder, 'use.ts'),
      `import type { paths } from './api'
type List = paths['/api/v1/bemoanings']['get']['responses'][200]['content']['application/json']
export const bodies = (list: List): string[] => list.items.map(({ body }) => body)
`,
    )
    assert.match(readFileSync(join(folder, 'api.ts'), 'utf8'), /export interface paths/)
    const made = spawnSync('node_modules/.bin/tsc', ['--strict', '--noEmit', '--skipLibCheck', 'use.ts'], own)
    assert.equal(made.status, 0, made.stdout)
  })
})
