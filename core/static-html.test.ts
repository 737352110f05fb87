import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { emptyContext, withContext } from './context'
import { fillIn, renderPartsWith, staticPart } from './static-html'

test('staticPart returns null without a renderer', () => {
  const context = emptyContext()
  assert.equal(
    withContext(context, () => staticPart('text')),
    null,
  )
  assert.equal(context.parts.size, 0)
})

test('a part replaces its placeholder exactly as React renders it, whatever its text', () => {
  renderPartsWith(renderToStaticMarkup)
  const context = emptyContext()
  const hostile = '<script>$&$1$`</script> part-00000000000000000000000000000000'
  const [one, two] = withContext(context, () => [
    staticPart(createElement('p', { title: '"' }, hostile)),
    staticPart(['a', createElement('b', { key: 1 }, 'c')]),
  ])
  assert.match(one ?? '', /^part-[0-9a-f]{32}$/)
  assert.notEqual(one, two)
  assert.equal(
    fillIn(`<ol>${one}</ol><ul>${two}</ul>`, context.parts),
    '<ol><p title="&quot;">&lt;script&gt;$&amp;$1$`&lt;/script&gt; part-00000000000000000000000000000000</p></ol><ul>a<b>c</b></ul>',
  )
})

const Inner = () => staticPart('deep')

test('a nested part replaces its placeholder, too', () => {
  renderPartsWith(renderToStaticMarkup)
  const context = emptyContext()
  const mark = withContext(context, () => staticPart(createElement('p', null, createElement(Inner))))
  assert.equal(fillIn(`<main>${mark}</main>`, context.parts), '<main><p>deep</p></main>')
})

test('each request has its own parts', () => {
  renderPartsWith(renderToStaticMarkup)
  const [mine, other] = [emptyContext(), emptyContext()]
  const mark = withContext(mine, () => staticPart('mine'))
  withContext(other, () => staticPart('other'))
  assert.deepEqual([...mine.parts], [[mark, 'mine']])
  assert.equal(fillIn(String(mark), other.parts), mark)
})
