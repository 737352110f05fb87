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
/** Elements of HTML 5, and the parts of a drawing, that w3m and lynx lay out as if they were not there. */
const unknown = new Set(
  `article aside details figcaption figure footer header main nav search section summary
  desc g path rect svg text title`.split(/\s+/),
)
/** Inside these white space is content, or there is no text. */
const apart = new Set(['head', 'pre', 'code', 'script', 'style', 'textarea', 'select'])

type Open = { name: string; shown: boolean; last: string | null; label: string }

/**
 * Pairs of inline neighbours without white space between them: `a.short-number + span.state`; and texts without any on
 * both sides of a tag that text browsers do not know: `atom|Hot`.
 */
export function touching(html: string): string[] {
  const found: string[] = []
  const stack: Open[] = [{ name: '', shown: false, last: null, label: '' }]
  let line = ''
  let border = false
  const passed = (name: string) => {
    if (unknown.has(name)) border = true
    else if (!inline.has(name)) line = ''
  }
  const parser = new Parser({
    onopentag(name, attributes) {
      const parent = stack.at(-1)
      const label = `${name}${attributes.class ? `.${attributes.class.split(' ')[0]}` : ''}`
      const shown = inline.has(name) && attributes.type !== 'hidden'
      if (parent && shown && parent.last && !stack.some(({ name: each }) => apart.has(each)))
        found.push(`${parent.label}: ${parent.last} + ${label}`)
      if (parent && shown) parent.last = null
      stack.push({ name, shown, last: null, label })
      passed(name)
    },
    ontext(text) {
      const parent = stack.at(-1)
      if (parent && text !== '') parent.last = null
      if (stack.some(({ name }) => apart.has(name))) return
      // A sign belongs to what it follows.
      if (border && /\S$/.test(line) && /^[^\s,.:;]/.test(text))
        found.push(`${line.slice(-20)}|${text.slice(0, 20)}`)
      line = `${line}${text}`.slice(-40)
      border = false
    },
    onclosetag(name) {
      const closed = stack.pop()
      const parent = stack.at(-1)
      if (parent && closed?.shown) parent.last = closed.label
      // A block ends the line.
      else if (parent && !inline.has(name)) parent.last = null
      passed(name)
    },
  })
  parser.end(html)
  return found
}

/** POST forms that lynx would send as a GET: with a button that sends no field. @returns their actions */
export function fieldless(html: string): string[] {
  return [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].flatMap(([, attributes = '', inside = '']) => {
    if (!/method="post"/.test(attributes)) return []
    const buttons = inside.match(/<button\b[^>]*>/g) ?? []
    const hasField = /<(?:input|textarea|select)\b[^>]*\bname="/.test(inside)
    return hasField || buttons.every((button) => /\bname="/.test(button))
      ? []
      : [/action="([^"]*)"/.exec(attributes)?.[1] ?? '']
  })
}

test('forms without a field are found', () => {
  assert.deepEqual(fieldless('<form action="/a" method="post"><button>x</button></form>'), ['/a'])
  assert.deepEqual(fieldless('<form action="/a" method="post"><button name="b">x</button></form>'), [])
})

test('neighbours that touch are found', () => {
  assert.deepEqual(touching('<p class="x"><a>1</a><b>2</b> <i>3</i></p>'), ['p.x: a + b'])
  assert.deepEqual(
    touching('<p><a>1</a> <b>2</b><!-- --><input type="hidden"></p><pre><b>1</b><b>2</b></pre>'),
    [],
  )
  assert.deepEqual(
    touching('<nav><a>Hot</a></nav><nav><a>atom</a></nav><svg><text>1</text><text>2</text></svg>'),
    ['Hot|atom', 'Hotatom|1', 'Hotatom1|2'],
  )
  assert.deepEqual(touching('<svg>at <text>1</text>, <text>2</text>.</svg>'), [])
  assert.deepEqual(touching('<nav><p>Hot</p></nav><nav><a>atom</a></nav> <section>x</section>'), [])
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

  test('has white space between adjacent parts, and a field in each form', async () => {
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
        ...['/settings/access', '/settings/reading', '/inbox', '/jury'],
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
        for (const action of fieldless(html)) found.set(`a form without a field: ${action}`, path)
        for (const [torn] of html
          .replace(/<pre.*?<\/pre>/gs, '')
          .matchAll(/.{20}<\/\w+>\s+[,.:;](?=[\s<]).{9}/g))
          found.set(`before a sign: ${torn}`, path)
      }
    assert.deepEqual([...found].map(([pair, path]) => `${path}  ${pair}`).sort(), [])
  })
})
