import assert from 'node:assert/strict'
import { execFile, execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { limits } from '../http/helpers'
import { aBemoaning, aUser } from '../makers'
import { ownServer } from '../server'
import { recorder } from './recorder'

const run = promisify(execFile)

const programs = ['liferea', 'xvfb-run', 'dbus-run-session', 'gdbus']

/** Why it cannot run here, if so. */
function reason(): string | false {
  if (process.env.FOREIGN !== '1') return 'npm run test:foreign runs it'
  const missing = programs.filter((name) => !existsSync(join('/usr/bin', name)))
  return (
    missing.length > 0 && `There is no ${missing.join(', ')} here: apt-get install liferea xvfb xauth dbus`
  )
}

/** Runs liferea on a virtual display, and asks it over D-Bus to load its feeds twice. */
const session = `
xvfb-run -a liferea --mainwindow-state=hidden --disable-plugins &
refresh() { gdbus call --session --dest org.gnome.feed.Reader --object-path /org/gnome/feed/Reader --method org.gnome.feed.Reader.Refresh; }
tries=0
until refresh; do tries=$((tries + 1)); [ $tries -lt 40 ] || exit 1; sleep 0.5; done
sleep 5
refresh
sleep 4
`

/** The titles and contents of all entries in liferea's database. */
const readEntries = `
import json, sqlite3, sys
rows = sqlite3.connect(sys.argv[1]).execute(
  'select node.title, items.title, items.description from items join node on node.node_id = items.node_id').fetchall()
print(json.dumps([{'feed': row[0], 'title': row[1], 'html': row[2]} for row in rows]))
`
type Entry = { feed: string; title: string; html: string }

describe('liferea reads the feeds', { skip: reason() }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'liferea-'))
  const server = ownServer()
  const feeds = ['new.atom', 'new.rss', 'blog.atom', 'blog.rss']
  before(async () => {
    await limits(server, 'off')
    await aBemoaning(await aUser(), '<i>A tag is not closed in this title.')
    await aBemoaning(await aUser(), 'if (kettle < 100) {\n\twait()   // <b>forever</b>\n} // 日本語 & so on')
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  test('titles and code arrive as written, and a second look costs no transfer', async () => {
    const between = await recorder(server.origin)
    mkdirSync(join(folder, '.config/liferea'), { recursive: true })
    const outlines = feeds.map((name, index) => {
      const type = name.endsWith('.atom') ? 'atom' : 'rss'
      return `<outline title="${name}" text="${name}" type="${type}" id="feed${index}xx" xmlUrl="${between.origin}/${name}" updateInterval="-1"/>`
    })
    writeFileSync(
      join(folder, '.config/liferea/feedlist.opml'),
      `<?xml version="1.0" encoding="utf-8"?><opml version="1.0"><head/><body>${outlines.join('')}</body></opml>`,
    )
    const env = {
      ...process.env,
      HOME: folder,
      LANG: 'C.UTF-8',
      NO_AT_BRIDGE: '1',
      GSETTINGS_BACKEND: 'memory',
      // Without a default route GLib says the machine is offline, and liferea loads nothing.
      GIO_USE_NETWORK_MONITOR: 'base',
    }
    await run('dbus-run-session', ['--', 'sh', '-c', session], { env })
    between.close()

    for (const name of feeds) {
      const asked = between.asked.filter(({ path }) => path === `/${name}`)
      assert.equal(asked[0]?.status, 200, name)
      const last = asked.at(-1)
      assert.deepEqual([last?.conditional, last?.status], [true, 304], name)
    }

    const database = join(folder, '.local/share/liferea/liferea.db')
    const entries = JSON.parse(
      execFileSync('/usr/bin/python3', ['-c', readEntries, database], { encoding: 'utf8' }),
    ) as Entry[]
    for (const name of feeds) {
      assert.ok(entries.filter(({ feed }) => feed === name).length > 5, name)
    }
    for (const name of ['new.atom', 'new.rss']) {
      const mine = entries.filter(({ feed }) => feed === name)
      const titles = mine.map(({ title }) => title.replace('\u2060', ''))
      assert.ok(titles.includes('<i>A tag is not closed in this title.'), `${name}: ${titles.slice(0, 3)}`)
      const code = mine.find(({ title }) => title.startsWith('if (kettle < 100) {'))
      assert.match(
        code?.html ?? '',
        /if \(kettle &lt; 100\) \{<br ?\/?>\u00a0{4}wait\(\)\u00a0\u00a0 \/\/ &lt;b&gt;forever&lt;\/b&gt;<br ?\/?>\} \/\/ 日本語 &amp; so on/,
        name,
      )
    }
  })
})
