import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { Parser } from 'htmlparser2'
import { pages } from '@/core/pages'
import { comment } from '@/lib/comment'
import { aBemoaning } from '../makers'
import { ownServer } from '../server'
import { aMember, limits, type Member } from './helpers'

/** Elements that stand in a line, as text browsers lay them out: they know no `gap`. */
const inline = new Set(
  'a abbr b button code em input kbd label output select small span strong time'.split(' '),
)
/** Inside these white space is content, or there is no text. */
const apart = new Set(['pre', 'code', 'svg', 'script', 'style', 'textarea', 'select'])

type Open = { name: string; shown: boolean; last: string | null; label: string }

/** Pairs of inline neighbours without white space between them: `a.short-number + span.state`. */
export function touching(html: string): string[] {
  const found: string[] = []
  const stack: Open[] = [{ name: '', shown: false, last: null, label: '' }]
  const parser = new Parser({
    onopentag(name, attributes) {
      const parent = stack.at(-1)
      const label = `${name}${attributes.class ? `.${attributes.class.split(' ')[0]}` : ''}`
      const shown = inline.has(name) && attributes.type !== 'hidden'
      if (parent && shown && parent.last && !stack.some(({ name: each }) => apart.has(each)))
        found.push(`${parent.label}: ${parent.last} + ${label}`)
      if (parent && shown) parent.last = null
      stack.push({ name, shown, last: null, label })
    },
    ontext(text) {
      const parent = stack.at(-1)
      if (parent && text !== '') parent.last = null
    },
    onclosetag(name) {
      const closed = stack.pop()
      const parent = stack.at(-1)
      if (parent && closed?.shown) parent.last = closed.label
      // A block ends the line.
      else if (parent && !inline.has(name)) parent.last = null
    },
  })
  parser.end(html)
  return found
}

test('neighbours that touch are found', () => {
  assert.deepEqual(touching('<p class="x"><a>1</a><b>2</b> <i>3</i></p>'), ['p.x: a + b'])
  assert.deepEqual(
    touching('<p><a>1</a> <b>2</b><!-- --><input type="hidden"></p><pre><b>1</b><b>2</b></pre>'),
    [],
  )
})

describe('a page without a stylesheet', () => {
  const server = ownServer()
  let me: Member
  let id: number
  before(async () => {
    me = await aMember({ role: 'moderator' })
    id = await aBemoaning(me)
    await comment(me, id, { body: 'A comment, `with code`.' })
    await comment(await aMember(), id, { body: 'Another one.' })
    await limits(server, 'off')
  })

  test('has white space between what stands beside each other', async () => {
    const found = new Map<string, string>()
    const paths = [
      ...pages.filter(({ path }) => !path.includes('[') && !path.includes(':')).map(({ path }) => path),
      ...[
        `/b/${id}`,
        `/u/${me.handle}`,
        '/t/ci',
        '/search?q=printer',
        '/blog/black-bean-soup',
        `/share/${id}`,
      ],
      ...[
        `/why/${id}`,
        `/edit/${id}`,
        '/log',
        '/cases',
        '/state',
        '/settings/access',
        '/blog/2026',
        '/blog/tags/xen',
      ],
    ]
    for (const path of paths)
      for (const cookies of [{}, me.cookies]) {
        const answer = await server.send('GET', path, { cookies, headers: { accept: 'text/html' } })
        if (answer.status !== 200) continue
        const html = await answer.text()
        if (!html.startsWith('<!')) continue
        for (const pair of touching(html)) found.set(pair, path)
        for (const [torn] of html
          .replace(/<pre.*?<\/pre>/gs, '')
          .matchAll(/.{20}<\/\w+>\s+[,.:;](?=[\s<]).{9}/g))
          found.set(`before a sign: ${torn}`, path)
      }
    assert.deepEqual([...found].map(([pair, path]) => `${path}  ${pair}`).sort(), [])
  })
})
