import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { after, before, describe, test } from 'node:test'
import { Lynx } from '../foreign/lynx'
import { aBemoaning } from '../makers'
import { ownServer } from '../server'
import { aMember, aUserWithPassword, limits } from './helpers'

const versionOf = (program: string): string | null => {
  const { status, stdout } = spawnSync(program, ['-version'], { encoding: 'utf8' })
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

    test('shows nothing that needs a script, and no words run together', () => {
      for (const path of ['/signin', `/b/${id}`, '/submit', '/randomart']) {
        const shown = lynx.do(server.origin + path, [])
        assert.match(shown, /Skip to the content IBTSOCS/, path)
        assert.doesNotMatch(shown, /passkey|ago[a-z]+#/, path)
      }
    })
  })

  test('w3m shows names, times and tags apart', { skip: missing('w3m') }, async () => {
    const { stdout } = spawnSync('w3m', ['-dump', '-cols', '100', `${server.origin}/new`], {
      encoding: 'utf8',
    })
    assert.match(stdout, /Skip to the content IBTSOCS/)
    assert.match(stdout, /\w+ \d+ (?:minutes?|hours?|days?) ago [a-z]+ /)
    assert.doesNotMatch(stdout, /ago[a-z]/)
  })
})
