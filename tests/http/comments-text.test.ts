import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { aBemoaning } from '../makers'
import { ownServer } from '../server'
import { aMember, each, limits, type Member } from './helpers'

describe('the text of comments', () => {
  const server = ownServer()
  let me: Member
  let id: number
  before(async () => {
    me = await aMember()
    id = await aBemoaning(await aMember())
    await limits(server, 'off')
  })
  const post = (body: string, on = id) =>
    server.send('POST', `/api/v1/bemoanings/${on}/comments`, { token: me.token, json: { body } })

  test('links that would run code are not links, and nothing can be clobbered', async () => {
    const scheme = [
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      'data:text/html,x',
      'vbscript:x',
      'file:///etc/passwd',
    ]
    const encoded = [
      '&#106;avascript:alert(1)',
      '&#x6A;avascript:alert(1)',
      'java&#115;cript&colon;alert(1)',
      'java&Tab;script:alert(1)',
      '&#1;javascript:alert(1)',
      'javascript&#58;alert(1)',
      'jav%61script:alert(1)',
      '//evil.example/%0ajavascript:x',
    ]
    const written = [...scheme, ...encoded].flatMap((to) => [
      `[x](${to})`,
      `<${to}>`,
      `[x][r]\n\n[r]: ${to}`,
      `![x](${to})`,
      `<a href="${to}">x</a>`,
    ])
    const html = [
      '<a id="x" name="y" href="http://a">x</a>',
      '<form id=settings name=cookie><input name=action></form>',
      '<img src=x onerror=alert(1)>',
      '<svg onload=alert(1)>',
      '<iframe srcdoc="<script>alert(1)</script>">',
      '# heading {#clobber}',
      'a[^1]\n\n[^1]: foot',
      '<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
      '```"><script>alert(1)</script>\ncode\n```',
      '<style>*{display:none}</style>',
      '[x](http://a "onmouseover=alert(1)")',
      '[x](http://a"onmouseover="alert(1))',
    ]
    const thread = await aBemoaning(await aMember())
    await each(
      [...written, ...html].map((body) => [body] as const),
      async (body) => {
        const { body_html: shown } = (await (await post(body, thread)).json()) as { body_html: string }
        const tags = shown.match(/<[a-z][^>]*>/g) ?? []
        for (const tag of tags) {
          assert.match(tag, /^<(p|br|em|strong|del|code|pre|span|ul|ol|li|blockquote|a)\b/)
          assert.doesNotMatch(tag, /\s(id|name|style|on[a-z]+|src|srcdoc|title)=/i)
          const href = /href="([^"]*)"/.exec(tag)?.[1]
          if (href !== undefined) assert.match(href, /^(https?:|mailto:|\/|[^:]*$|jav%61script:)/)
          if (tag.startsWith('<a')) assert.match(tag, /rel="nofollow ugc noopener"/)
        }
      },
    )
    const page = await (await server.send('GET', `/b/${thread}/x`, { headers: { 'user-agent': 'x' } })).text()
    assert.doesNotMatch(page, /<(iframe|svg onload|style|form id=settings)/)
  })

  /** The best of four tries, in milliseconds: other work on this machine only adds to it. */
  async function time(path: string, input: unknown): Promise<number> {
    const times: number[] = []
    for (let attempt = 0; attempt < 4; attempt += 1) {
      const began = performance.now()
      const answer = await server.send('POST', path, { token: me.token, json: input })
      await answer.text()
      times.push(performance.now() - began)
      assert.ok(answer.status < 500)
    }
    return Math.round(Math.min(...times))
  }
  /** Times a pattern as a comment and in a preview, repeated and cut to these numbers of characters. */
  async function timesOf(pattern: string, comment: number, preview: number): Promise<number[]> {
    const [short = '', long = ''] = [comment, preview].map((most) => pattern.repeat(most).slice(0, most))
    return [
      await time(`/api/v1/bemoanings/${id}/comments`, { body: short }),
      await time('/api/v1/preview', { text: long }),
    ]
  }

  test('10,000 > or [ are answered at once, and so is the largest permitted number', async () => {
    await each(
      ['>', '[', '> ', '>\n', '[ ', '[]'].map((pattern) => [JSON.stringify(pattern), pattern] as const),
      async (_, pattern) => {
        const times = [...(await timesOf(pattern, 10_000, 10_000)), ...(await timesOf(pattern, 2_000, 5_000))]
        const [, , , preview = 0] = times
        assert.ok(
          times.slice(0, 3).every((ms) => ms < 1_000) && preview < 1_500,
          `${times} ms for 10,000, 10,000, a comment, a preview`,
        )
      },
    )
  })

  test('no text of a permitted length keeps the server busy for seconds', async () => {
    const lists = ['- a\n', '> - ', '[a]: b\n', 'a\n=\n', '[^a]: b\n']
    const inline = ['[a', '![', '*a', '*a_b', '**a*', '`', '~~a', '[^1]', '<a ', '[a](<b']
    const fenced = ['python\nf"{', 'csharp\n$"{', 'wasm\n(;'].map((code) =>
      code.padStart(code.length + 3, '`'),
    )
    await each(
      [...lists, ...inline, ...fenced].map((pattern) => [JSON.stringify(pattern), pattern] as const),
      async (_, pattern) => {
        const [lead = '', rest = pattern] = pattern.startsWith('```') ? pattern.split('\n') : ['']
        const text = `${lead}\n${rest.repeat(5_000)}`.slice(0, 5_000)
        const took = await time('/api/v1/preview', { text })
        assert.ok(took < 3_000, `${took} ms for a preview`)
      },
    )
  })
})
