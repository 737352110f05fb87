import assert from 'node:assert/strict'
import { execFile, execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { limits } from '../http/helpers'
import { aBemoaning, aUser } from '../makers'
import { ownServer } from '../server'
import { type Asked, recorder } from './recorder'

const run = promisify(execFile)

const without = (here: boolean, what: string, packages: string): string | false =>
  !here && `There is no ${what} here: apt-get install ${packages}`
const hasFeedparser = spawnSync('/usr/bin/python3', ['-c', 'import feedparser']).status === 0

/** Feeds as feedparser reads them: titles and contents, newest first, and what it complains about. */
const readFeed = `
import feedparser, json, sys
found = feedparser.parse(sys.argv[1])
print(json.dumps({'bozo': str(found.get('bozo_exception') or ''), 'version': feedparser.__version__,
  'entries': [{'title': e.title, 'id': e.id, 'html': (e.content[0].value if 'content' in e else e.summary)} for e in found.entries]}))
`
type Feed = { bozo: string; version: string; entries: { title: string; id: string; html: string }[] }

/** Subjects, senders and texts of the mails in a folder. */
const readMails = `
import email, email.policy, json, os, sys
def read(path):
  with open(path, 'rb') as file:
    mail = email.message_from_binary_file(file, policy=email.policy.default)
  return {'subject': mail['subject'], 'from': str(mail['from']).strip('"'), 'text': mail.get_content()}
print(json.dumps([read(os.path.join(sys.argv[1], name)) for name in os.listdir(sys.argv[1])]))
`
type Mail = { subject: string; from: string; text: string }

describe('other people’s programs read the site', () => {
  const folder = mkdtempSync(join(tmpdir(), 'programs-'))
  const server = ownServer()
  const body = 'if (kettle < 100) {\n\twait()   // <b>forever</b>\n} // 日本語 & so on'
  before(async () => {
    await limits(server, 'off')
    await aBemoaning(await aUser(), '<i>A tag is not closed in this title.')
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

  test('newsboat asks again only for what has changed', {
    skip: without(existsSync('/usr/bin/newsboat'), 'newsboat', 'newsboat'),
  }, async () => {
    const between = await recorder(server.origin)
    const urls = join(folder, 'urls')
    const feeds = ['/new.atom', '/new.rss', '/blog.rss', '/search.atom?q=no-such-word-anywhere']
    writeFileSync(urls, feeds.map((path) => `${between.origin}${path}\n`).join(''))
    const own = ['-u', urls, '-c', join(folder, 'cache.db'), '-C', '/dev/null']
    const env = { ...process.env, HOME: folder, LANG: 'C.UTF-8' }
    const rounds: Asked[][] = []
    for (let round = 0; round < 3; round += 1) {
      await run('newsboat', [...own, '-x', 'reload'], { env })
      rounds.push(between.asked.splice(0))
    }
    between.close()
    for (const round of rounds) assert.deepEqual(round.map(({ path }) => path).sort(), [...feeds].sort())
    assert.ok(rounds[0]?.every(({ status }) => status === 200))
    // newsboat 2.21 sends the validators from the third time on.
    assert.deepEqual(
      rounds[2]?.map(({ conditional, status }) => [conditional, status]),
      feeds.map(() => [true, 304]),
    )
    const { stdout } = await run('newsboat', [...own, '-x', 'print-unread'], { env })
    assert.match(stdout, /^(?:[3-9]\d|\d{3,}) unread articles/)
  })

  test('rss2email sends every entry once, whole', {
    skip: without(existsSync('/usr/bin/r2e'), 'rss2email', 'rss2email'),
  }, async () => {
    const mails = join(folder, 'mails')
    const sendmail = join(folder, 'sendmail')
    const config = join(folder, 'rss2email.cfg')
    mkdirSync(mails)
    writeFileSync(sendmail, `#!/bin/sh\ncat >"$(mktemp '${mails}/XXXXXXXX')"\n`)
    chmodSync(sendmail, 0o700)
    const env = { ...process.env, HOME: folder, LANG: 'C.UTF-8' }
    const r2e = (...args: string[]) =>
      run('r2e', ['-c', config, '-d', join(folder, 'rss2email.json'), ...args], { env })
    await r2e('new', 'reader@example.org')
    writeFileSync(
      config,
      readFileSync(config, 'utf8')
        .replace(/^sendmail = .*$/m, `sendmail = ${sendmail}`)
        .replace(/^email-protocol = .*$/m, 'email-protocol = sendmail'),
    )
    const feeds = ['new.atom', 'new.rss', 'blog.atom']
    for (const name of feeds) await r2e('add', name.replace('.', '-'), `${server.origin}/${name}`)
    await r2e('run')
    const found = JSON.parse((await run('/usr/bin/python3', ['-c', readMails, mails])).stdout) as Mail[]
    assert.ok(found.length > 40)
    const [author] = found.filter(({ text }) => text.includes('<b>forever</b>')).map(({ from }) => from)
    assert.match(author ?? '', /^New · I Bemoan/)
    const mine = found.filter(({ text }) => text.includes('<b>forever</b>'))
    assert.equal(mine.length, 2, 'one out of Atom and one out of RSS')
    for (const { subject, text } of mine) {
      assert.equal(subject, 'if (kettle < 100) {')
      assert.match(text, /if \(kettle < 100\) \{\s+wait\(\)\s+\/\/ <b>forever<\/b>\s+\} \/\/ 日本語 & so on/)
    }
    const marked = found.filter(({ text }) => text.includes('A tag is not closed'))
    assert.deepEqual(
      marked.map(({ subject }) => subject.replace('\u2060', '')),
      ['<i>A tag is not closed in this title.', '<i>A tag is not closed in this title.'],
    )
    await r2e('run')
    assert.equal(readdirSync(mails).length, found.length, 'the second run sends nothing')
  })
})
