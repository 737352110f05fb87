import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { Parser } from 'htmlparser2'
import { indexWritten } from '../indexed'
import { aBemoaning } from '../makers'
import { ownServer } from '../server'
import { aMember, limits, type Member } from './helpers'

/** Code with tabs, indentation, a gap and wide characters, and a line too long for a terminal. */
const code = [
  'for kettle in kitchen:',
  '\tif  kettle.boils:',
  `    ${'tea '.repeat(30).trim()}`,
  '        return  "お茶"',
  '日本語'.repeat(20),
].join('\n')

/** The text of the element with this class, as a browser has it. */
function textOf(html: string, name: string): string {
  let depth = 0
  let text = ''
  const parser = new Parser({
    onopentag(tag, attributes) {
      if (depth > 0 || attributes.class?.split(' ').includes(name)) depth += tag === 'br' ? 0 : 1
    },
    ontext(part) {
      if (depth > 0) text += part
    },
    onclosetag(tag) {
      if (depth > 0 && tag !== 'br') depth -= 1
    },
  })
  parser.end(html)
  return text
}

describe('meaningful white space', () => {
  const server = ownServer()
  let me: Member
  let id: number
  before(async () => {
    await limits(server, 'off')
    me = await aMember()
    id = await aBemoaning(me, code)
  })
  const get = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await server.send('GET', path, { headers })
    assert.equal(answer.status, 200, path)
    return answer.text()
  }

  test('is stored as typed, but for the ends', async () => {
    const made = await server.send('POST', '/api/v1/bemoanings', {
      token: me.token,
      json: { body: `\n  \tA line,\r\n\tand  an indented one.  \r\n  three\u3000\n\n`, tags: ['ci'] },
    })
    assert.equal(made.status, 201)
    assert.equal(
      ((await made.json()) as { body: string }).body,
      'A line,\n\tand  an indented one.  \n  three',
    )
  })

  test('is on pages, with a break for browsers without a stylesheet', async () => {
    const html = { accept: 'text/html' }
    await indexWritten()
    for (const [path, name] of [
      [`/b/${id}/for-kettle-in-kitchen-if-kettle-boils`, 'bemoaning'],
      ['/new', 'bemoaning-link'],
      [`/u/${me.handle}`, 'bemoaning-link'],
      ['/search?q=kettle+kitchen', 'bemoaning-link'],
    ] as const) {
      const answer = await server.send('GET', path, { headers: html })
      const page =
        answer.status === 301 ? await get(answer.headers.get('location') ?? '', html) : await answer.text()
      assert.ok(textOf(page, name).includes(code), path)
      assert.match(page, /kitchen(?:<\/mark>)?:\n<br\/?>\tif {2}/, path)
    }
    assert.match(await get(`/embed/b/${id}`), /kitchen:<br>\tif {2}kettle/)
    assert.match(await get('/embed.css'), /\.text \{[^}]*white-space: pre-wrap/)
  })

  test('is in the text form, wrapped in columns', async () => {
    for (const text of [await get(`/b/${id}.txt`), await get('/new', { accept: 'text/plain' })]) {
      const lines = text.split('\n')
      const start = lines.indexOf('for kettle in kitchen:')
      assert.ok(start > 0, text)
      assert.deepEqual(lines.slice(start, start + 7), [
        'for kettle in kitchen:',
        '        if  kettle.boils:',
        `    ${'tea '.repeat(18).trim()}`,
        `    ${'tea '.repeat(12).trim()}`,
        '        return  "お茶"',
        `${'日本語'.repeat(12)}日本`,
        `語${'日本語'.repeat(7)}`,
      ])
    }
  })

  test('is in feeds, as lines and no-break spaces', async () => {
    const expected =
      'for kettle in kitchen:<br>\u00a0\u00a0\u00a0\u00a0if\u00a0 kettle.boils:<br>\u00a0\u00a0\u00a0\u00a0tea tea'
    for (const path of [`/b/${id}.atom`, `/b/${id}.rss`]) {
      const text = (await get(path)).replaceAll('&lt;', '<').replaceAll('&gt;', '>')
      assert.ok(text.includes(expected), path)
    }
  })

  test('is in the fortune file', async () => {
    assert.match(await get('/fortune'), /^for kettle in kitchen:\n {8}if {2}kettle\.boils:\n {4}tea tea/m)
  })
})
