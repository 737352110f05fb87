import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { aMember, limits, plain } from '../http/helpers'
import { aBemoaning } from '../makers'
import { ownServer } from '../server'
import { Links, type LinksProgram, pattern } from './links'
import { Lynx } from './lynx'

const password = 'a sentence that nobody guesses'

/** The reason to skip tests of a program, or false. */
const skipped = (...programs: string[]): string | false => {
  if (process.env.FOREIGN !== '1') return 'npm run test:foreign runs it'
  const missing = programs.find((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status !== 0)
  return missing !== undefined && `There is no ${missing} here: apt-get install ${missing}`
}

type Written = { items: { body: string; tags: string[] }[] }

describe('text browsers, from sign-up to sign-out', () => {
  const server = ownServer()
  let id: number
  before(async () => {
    await limits(server, 'off')
    const member = await aMember()
    id = await aBemoaning(member)
    await server.send('POST', `/api/v1/bemoanings/${id}/comments`, {
      token: member.token,
      json: { body: 'The first comment of all.' },
    })
  })
  const read = async <T>(path: string) => (await (await server.send('GET', path)).json()) as T
  const votes = async () =>
    (await read<{ votes: { bemoan: number } }>(`/api/v1/bemoanings/${id}`)).votes.bemoan
  const newest = async () =>
    (await read<Written>(`/api/v1/bemoanings/${id}/comments?sort=new`)).items[0]?.body
  const written = async (handle: string) =>
    (await read<Written>(`/api/v1/bemoanings?author=${handle}`)).items.map(({ body, tags }) => [body, tags])

  const journey = (program: LinksProgram) => async () => {
    const browser = new Links(program)
    const handle = `i-${program}`
    const at = (path: string, ...moves: Parameters<Links['do']>[1]) => browser.do(server.origin + path, moves)
    try {
      const before = await votes()
      const home = await at(
        '/signup',
        { fill: 'Handle', with: handle },
        { fill: 'Password', with: password },
        { press: 'Sign up' },
      )
      assert.match(home, new RegExp(`Menu of ${handle} [\\s\\S]*Hot`))

      const voted = await at(`/b/${id}`, { press: '+ I bemoan this too' })
      assert.equal(await votes(), before + 1)
      assert.match(voted, new RegExp(`too ${before + 1} (?:person|people) bemoans? this too`))

      const comment = `A comment out of ${program}:\n\n\`\`\`\n  its code\n\`\`\``
      const commented = await at(`/b/${id}`, { fill: 'Your comment', with: comment }, { press: 'Comment' })
      assert.equal(await newest(), comment)
      assert.match(commented, new RegExp(`A comment out of ${program}:\\n\\s+its code`))

      const body = `A browser of the nineties posts this,\n  with ${program}.`
      const posted = await at(
        '/submit',
        { fill: 'We add the sign-off.', with: body },
        { tick: 'Browsers' },
        { press: 'Bemoan' },
      )
      assert.match(posted, new RegExp(`nineties posts this,\\s+with ${program}\\. IBTSOCS`))
      assert.deepEqual(await written(handle), [[body, ['browsers']]])

      const found = await at(
        '/about',
        { fill: 'Search the site', with: `nineties ${program}` },
        { press: 'Search' },
      )
      assert.match(found, new RegExp(`of the nineties posts this,\\s+with ${program}`))

      assert.match(await at('/about', { press: 'sign out' }), /\]sign in/)
      const back = await at(
        '/signin',
        { fill: 'Handle or email address', with: handle },
        { fill: 'Password', with: password },
        { press: 'Sign in' },
      )
      assert.match(back, new RegExp(`Menu of ${handle} `))
    } finally {
      await browser.close()
    }
  }
  for (const program of ['elinks', 'links', 'links2'] as const) {
    test(program, { skip: skipped(program, 'tmux') }, journey(program))
  }

  const dumps = {
    elinks: ['-dump', '-no-numbering', '-dump-width', '100'],
    links: ['-dump', '-width', '100'],
    links2: ['-dump', '-width', '100'],
    lynx: ['-dump', '-nolist', '-width=100'],
    w3m: ['-dump', '-cols', '100'],
  }
  for (const [program, options] of Object.entries(dumps)) {
    test(`${program} prints words with every number, and a folded part on its own line`, {
      skip: skipped(program),
    }, async () => {
      const shown: Record<string, string> = {}
      for (const path of [
        '/',
        `/b/${id}`,
        '/submit',
        '/state',
        '/blog/black-bean-soup',
        '/search?q=dns',
        '/signin',
      ]) {
        const html = await (await fetch(server.origin + path, { headers: { Accept: 'text/html' } })).text()
        const { stdout, status } = spawnSync(program, [...options, server.origin + path], {
          encoding: 'utf8',
        })
        assert.equal(status, 0, path)
        shown[path] = stdout
        for (const [, inner = ''] of html.matchAll(/<summary[^>]*>([\s\S]*?)<\/summary>/g)) {
          const text = plain(inner.replace(/<[^>]*>/g, '')).trim()
          assert.match(stdout, new RegExp(`^\\s*${pattern(text)}`, 'm'), `${path}: ${text}`)
        }
      }
      assert.match(shown['/state'] ?? '', /Security:\s+\d+,\s+Meetings:\s+\d+/)
      assert.match(shown['/state'] ?? '', /Drawn\s+up\s+to\s+\d+,\s+with\s+marks\s+at\s+\d+\s+[A-Z]/)
      assert.match(shown[`/b/${id}`] ?? '', /So true 0 votes/)
      const tags = spawnSync(program, [...options, `${server.origin}/tags`], { encoding: 'utf8' }).stdout
      assert.match(tags, /^\s*Unicode \d+ bemoanings?$/m)
    })
  }

  test('lynx signs up, bemoans and searches', { skip: skipped('lynx') }, async () => {
    const lynx = new Lynx()
    const handle = 'nineties-reader'
    const { items } = await read<{ items: { name: string }[] }>('/api/v1/tags')
    const place = items.findIndex(({ name }) => name === 'browsers')
    assert.ok(place >= 0)
    const body = 'A browser of the nineties posts this, with lynx.'
    try {
      lynx.do(`${server.origin}/signup`, [
        // The first field follows the last link above it.
        { find: 'sign in' },
        'next',
        { type: handle },
        'next',
        { type: password },
        'next',
        'next',
        'press',
        { go: `${server.origin}/submit` },
        { find: 'What do you bemoan' },
        { type: body },
        ...Array.from({ length: place + 1 }, () => 'next' as const),
        'press',
        { find: 'Post anonymously' },
        'next',
        'press',
      ])
      // The search index follows within two seconds.
      await sleep(2_000)
      const found = lynx.do(`${server.origin}/about`, [
        { find: 'Search the site' },
        { type: 'nineties lynx' },
        'next',
        'press',
      ])
      assert.match(found, /of the nineties posts this, with lynx/)
      assert.deepEqual(await written(handle), [[body, ['browsers']]])
    } finally {
      lynx.close()
    }
  })
})
