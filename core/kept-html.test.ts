import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { createElement, type ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { context } from './context'
import { draw, drawPieces, drawWith } from './draw'
import { joined } from './html-pieces'
import { forgetHtml, keptHtml, keptHtmlSize } from './kept-html'

before(() => drawWith(renderToStaticMarkup))

let drawn = 0
function Item({ text, back }: { text: string; back: string }): ReactNode {
  drawn += 1
  return createElement(
    'li',
    null,
    text,
    createElement('input', { name: 'back', value: back, readOnly: true }),
  )
}

const List = ({ texts, back }: { texts: readonly string[]; back: string }) =>
  createElement(
    'ul',
    null,
    texts.map((text, key) =>
      keptHtml({ tag: `item:${text}`, shows: { text }, key: () => text, variant: '' }, back, (hole) =>
        createElement(Item, { key, text, back: hole }),
      ),
    ),
  )

const plain = (texts: readonly string[], back: string) =>
  `<ul>${texts.map((text) => renderToStaticMarkup(createElement(Item, { text, back }))).join('')}</ul>`

test('each key is drawn once, with the value of each reader, and comes out as React draws it', () => {
  const texts = ['one', 'two & <b>', 'one']
  const backs = ['/', `/?q="'<&>$&`, '/new']
  const expected = backs.map((back) => plain(texts, back))
  drawn = 0
  backs.forEach((back, at) => {
    assert.equal(draw(createElement(List, { texts, back })), expected[at])
  })
  assert.equal(drawn, 2)
})

test('what was invalidated is forgotten', () => {
  const texts = ['three', 'four']
  draw(createElement(List, { texts, back: '/' }))
  const { entries } = keptHtmlSize()
  forgetHtml(['item:three', 'item:nothing'])
  assert.equal(keptHtmlSize().entries, entries - 1)
  drawn = 0
  draw(createElement(List, { texts, back: '/' }))
  assert.equal(drawn, 1)
  forgetHtml(['removals'])
  assert.equal(keptHtmlSize().entries, 0)
})

const Asks = () => context().viewer?.handle ?? 'nobody'

test('what is kept cannot ask who reads it', () => {
  const node = createElement(() =>
    keptHtml({ tag: 't', shows: {}, key: () => 'asks', variant: '' }, '/', () => createElement(Asks)),
  )
  assert.throws(() => draw(node), /A kept card asked for viewer/)
})

test('the memory of kept HTML has a bound', () => {
  const long = 'x'.repeat(100_000)
  for (let n = 0; n < 200; n += 1) draw(createElement(List, { texts: [`${n}${long}`], back: '/' }))
  assert.ok(keptHtmlSize().bytes <= 8_000_000)
})

let keys = 0
const five = { text: 'five' }
const key = () => {
  keys += 1
  return 'five'
}
const Variants = () =>
  createElement(
    'ul',
    null,
    ['a', 'b'].map((variant) =>
      keptHtml({ tag: 'item:five', shows: five, key, variant }, '/', (hole) =>
        createElement(Item, { key: variant, text: variant, back: hole }),
      ),
    ),
  )

test('an object that comes again is found without its key, in each of its variants', () => {
  const expected = plain(['a', 'b'], '/')
  assert.equal(draw(createElement(Variants)), expected)
  assert.equal(draw(createElement(Variants)), expected)
  assert.equal(keys, 2)
})

test('what is kept comes out byte for byte, whatever it is written in', () => {
  const texts = ['“…” — ünïcode', '日本語', '👩‍👩‍👧', 'plain', '\ud800 alone', '']
  const pieces = drawPieces(createElement(List, { texts, back: '/?q=é&"' }))
  assert.deepEqual(joined(pieces), Buffer.from(plain(texts, '/?q=é&"')))
  assert.ok(pieces.some((piece) => typeof piece !== 'string'))
})
