import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { after, before, describe, test } from 'node:test'
import { Lynx } from '../foreign/lynx'
import { W3m } from '../foreign/w3m'
import { aBemoaning } from '../makers'
import { ownServer } from '../server'
import { aMember, aUserWithPassword, limits } from './helpers'

const versionOf = (program: string): string | null => {
  const { status, stdout } = spawnSync(program, [program === 'script' ? '--version' : '-version'], {
    encoding: 'utf8',
  })
  return status === 0 ? (stdout.split('\n')[0] ?? '') : null
}
const missing = (program: string): string | false =>
  versionOf(program) === null && `There is no ${program} here: apt-get install ${program}`

const password = 'a sentence that nobody guesses'

describe('text browsers', () => {
  const server = ownServer()
  let id: number
  before(async () => {
    await limits(server, 'off')
    await aUserWithPassword('linx', password)
    id = await aBemoaning(await aMember())
  })
  const votes = async () =>
    ((await (await server.send('GET', `/api/v1/bemoanings/${id}`)).json()) as { votes: { bemoan: number } })
      .votes.bemoan
  const comments = async () =>
    (
      (await (await server.send('GET', `/api/v1/bemoanings/${id}/comments?sort=new`)).json()) as {
        items: { body: string }[]
      }
    ).items.map(({ body }) => body)

  describe('lynx', { skip: missing('lynx') }, () => {
    const lynx = new Lynx()
    after(() => lynx.close())

    test('votes without an account, by a visitor’s cookie', async () => {
      const stranger = new Lynx()
      const before = await votes()
      const shown = stranger.do(`${server.origin}/b/${id}`, [{ find: '(bemoan)' }, 'press'])
      stranger.close()
      assert.match(shown, new RegExp(`#${id}`))
      assert.equal(await votes(), before + 1)
    })

    test('signs in, and votes with its name', async () => {
      const before = await votes()
      const shown = lynx.do(`${server.origin}/signin`, [
        { find: 'Handle or email' },
        { type: 'linx' },
        'next',
        { type: password },
        'next',
        'press',
        { go: `${server.origin}/b/${id}` },
        { find: '(bemoan)' },
        'press',
      ])
      assert.match(shown, /\blinx\b/)
      assert.equal(await votes(), before + 1)
    })

    test('comments, and signs out', async () => {
      const shown = lynx.do(`${server.origin}/signin`, [
        { find: 'Handle or email' },
        { type: 'linx' },
        'next',
        { type: password },
        'next',
        'press',
        { go: `${server.origin}/b/${id}` },
        { find: 'comments yet' },
        { type: 'A comment out of lynx.' },
        'next',
        'press',
        { go: `${server.origin}/about` },
        // The cursor goes to the first link of that line, "your page".
        { find: 'sign out' },
        ...Array.from({ length: 6 }, () => 'next' as const),
        'press',
      ])
      assert.deepEqual(await comments(), ['A comment out of lynx.'])
      assert.match(shown, /sign in/)
      assert.doesNotMatch(shown, /\blinx\b/)
    })

    test('shows nothing that needs a script, and no words run together', () => {
      for (const path of ['/signin', `/b/${id}`, '/submit', '/randomart', '/state']) {
        const shown = lynx.do(server.origin + path, [])
        assert.match(shown, /Skip to the content IBTSOCS/, path)
        assert.doesNotMatch(
          shown,
          /passkey|ago[a-z]+#|for the keys|Find a tag|this browser|\dAs a table/,
          path,
        )
      }
    })
  })

  describe('w3m', {
    skip: missing('w3m') || (missing('script') && 'There is no script here: apt-get install bsdutils'),
  }, () => {
    const w3m = new W3m()
    after(() => w3m.close())
    const signedIn = 'walt[\\s\\S]*Hot'

    test('signs up, votes, comments, bemoans, searches, signs out and in', async () => {
      const before = await votes()
      const home = await w3m.do(`${server.origin}/signup`, [
        { find: 'Handle' },
        'next',
        { fill: 'walt' },
        { find: 'Password' },
        'next',
        { fill: password },
        { find: 'Sign up I have' },
        'press',
      ])
      assert.match(home, new RegExp(signedIn))

      await w3m.do(`${server.origin}/b/${id}`, [{ find: 'I bemoan this too' }, 'press'])
      assert.equal(await votes(), before + 1)

      await w3m.do(`${server.origin}/b/${id}`, [
        { find: '^Your comment' },
        'next',
        { write: 'A comment out of w3m:\n\n```\n  its code\n```\n' },
        { find: 'Comment Preview' },
        'press',
      ])
      assert.equal((await comments())[0], 'A comment out of w3m:\n\n```\n  its code\n```')

      const written = await w3m.do(`${server.origin}/submit`, [
        { find: 'What do you bemoan' },
        'next',
        { write: 'A browser of the nineties posts this,\n  with its indentation.\n' },
        { find: ' Browsers' },
        'back',
        'tick',
        { find: '^Bemoan' },
        'press',
      ])
      assert.match(written, /nineties posts this,\s+with its indentation\. IBTSOCS/)
      const mine = (await (await server.send('GET', '/api/v1/bemoanings?author=walt')).json()) as {
        items: { body: string; tags: string[] }[]
      }
      assert.deepEqual(
        mine.items.map(({ body, tags }) => [body, tags]),
        [['A browser of the nineties posts this,\n  with its indentation.', ['browsers']]],
      )

      const found = await w3m.do(`${server.origin}/search`, [
        { find: '^Search .' },
        'next',
        { fill: 'nineties' },
        'next',
        'press',
      ])
      assert.match(found, /of the nineties posts/)

      const out = await w3m.do(`${server.origin}/about`, [{ find: 'Sign out' }, 'press'])
      assert.match(out, /sign in/)
      const back = await w3m.do(`${server.origin}/signin`, [
        { find: 'Handle or' },
        'next',
        { fill: 'walt' },
        { find: 'Password' },
        'next',
        { fill: password },
        'next',
        'press',
      ])
      assert.match(back, new RegExp(signedIn))
    })

    test('has a comment that was typed signed out in its form after signing in', async () => {
      const stranger = new W3m()
      await aUserWithPassword('wilma', password)
      const text = 'Typed before\nthere was an account.'
      try {
        const shown = await stranger.do(`${server.origin}/b/${id}`, [
          { find: '^Your comment' },
          'next',
          { write: `${text}\n` },
          { find: 'Comment Preview' },
          'press',
          { find: 'Sign in or sign up' },
          { find: 'Sign in or sign up' },
          'press',
          { find: 'Handle or' },
          'next',
          { fill: 'wilma' },
          { find: 'Password' },
          'next',
          { fill: password },
          'next',
          'press',
        ])
        assert.match(shown, /You’re signed in\. We kept what you typed; it isn’t sent yet/)
        assert.match(shown, /Typed before/)
        assert.ok(!(await comments()).includes(text), 'it is sent by its author alone')
        const sent = await stranger.do(`${server.origin}/b/${id}`, [{ find: 'Typed before' }])
        assert.doesNotMatch(sent, /Typed before/, 'another reading of the thread has an empty form')
      } finally {
        stranger.close()
      }
    })

    test('shows text areas that are wide enough, and nothing run together', () => {
      for (const path of [
        '/new',
        `/b/${id}`,
        '/submit',
        '/state',
        '/search?q=x',
        '/blog',
        '/blog/black-bean-soup',
        '/tags',
      ]) {
        const { stdout } = spawnSync('w3m', ['-dump', '-cols', '100', server.origin + path], {
          encoding: 'utf8',
        })
        assert.match(stdout, /Skip to the content IBTSOCS/, path)
        assert.doesNotMatch(stdout, /ago[a-z]|Fixedatom|allcsv|\d\d Nov\d|\dpart|blogWhat/, path)
        assert.doesNotMatch(stdout, /for the keys|Find a tag|this browser|How it will look/, path)
        const page = stdout.slice(stdout.indexOf('sign in'))
        for (const [, row = ''] of page.matchAll(/^\s*\[( {2,})\]$/gm)) assert.equal(row.length, 72, path)
      }
    })
  })
})
