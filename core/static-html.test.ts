import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { emptyContext, withContext } from './context'
import { fillIn, renderPartsWith, staticPart } from './static-html'

test('nothing is drawn where nothing draws', () => {
  const context = emptyContext()
  assert.equal(
    withContext(context, () => staticPart('text')),
    null,
  )
  assert.equal(context.parts.size, 0)
})

test('a part comes where its mark stands, as React makes it, whatever people wrote', () => {
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

test('a part within a part comes to its place too', () => {
  renderPartsWith(renderToStaticMarkup)
  const context = emptyContext()
  const mark = withContext(context, () => staticPart(createElement('p', null, createElement(Inner))))
  assert.equal(fillIn(`<main>${mark}</main>`, context.parts), '<main><p>deep</p></main>')
})

test('what is being answered elsewhere has parts of its own', () => {
  renderPartsWith(renderToStaticMarkup)
  const [mine, other] = [emptyContext(), emptyContext()]
  const mark = withContext(mine, () => staticPart('mine'))
  withContext(other, () => staticPart('other'))
  assert.deepEqual([...mine.parts], [[mark, 'mine']])
  assert.equal(fillIn(String(mark), other.parts), mark)
})
