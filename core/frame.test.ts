import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import {
  context,
  emptyContext,
  forHead,
  frameContext,
  type RequestContext,
  usualLook,
  withContext,
} from './context'
import { drawWith } from './draw'
import { fillFrame, frameOf, misfit } from './frame'
import { placeAttributes, placePart } from './parts'

const hostile = '<script>$&$1$`</script> part00000000000000000000000000000000x0x'

before(() => drawWith(renderToStaticMarkup))

/** Makes a page in a context, as Next does, and cuts it. */
function made(request: RequestContext, page: () => string) {
  const html = withContext(request, page)
  return frameOf(html, request.parts)
}

const attributes = (given: ReturnType<typeof placeAttributes>) =>
  Object.entries(given).map(([name, value]) => ` ${name}="${value}"`)

test('parts are drawn for who asks, escaped as React escapes them, and a text cannot pass for a part', async () => {
  const url = '/'
  const frame = made(frameContext(url, usualLook), () => {
    const html = placeAttributes(() => ({ 'data-owner': context().url, 'data-none': undefined }))
    const [one, two] = [
      placePart(() => createElement('p', { title: '"' }, hostile)),
      placePart(async () => ['a', createElement('b', { key: 1 }, context().url)]),
    ]
    return `<html lang="en"${attributes(html)}>${one}<ol>${two}</ol></html>`
  })
  for (const [asked, shown] of [
    ['/a', '/a'],
    [`/?q="><'&`, '/?q=&quot;&gt;&lt;&#x27;&amp;'],
  ])
    assert.equal(
      String(await fillFrame(frame, { ...emptyContext(), url: asked ?? '' })),
      `<html lang="en" data-owner="${shown}"><p title="&quot;">&lt;script&gt;$&amp;$1$\`&lt;/script&gt; part00000000000000000000000000000000x0x</p><ol>a<b>${shown}</b></ol></html>`,
    )
})

test('a part that finds that the frame does not fit gives no page', async () => {
  const frame = made(frameContext('/', usualLook), () => `<p>${placePart(() => misfit())}</p>`)
  assert.equal(await fillFrame(frame, emptyContext()), null)
})

test('who makes a frame finds nobody in it, and asking is noted, but not for its head', () => {
  const request = frameContext('/', usualLook)
  withContext(request, () => {
    assert.equal(
      forHead(() => context().viewer),
      null,
    )
    assert.equal(request.asked?.size, 0)
    assert.equal(context().viewer, null)
  })
  assert.deepEqual([...(request.asked ?? [])], ['viewer'])
})

test('what the head needs shares its tags with the frame', () => {
  const request = frameContext('/', usualLook)
  withContext(request, () => forHead(() => context().tags.add('bemoaning:1')))
  assert.deepEqual([...request.tags], ['bemoaning:1'])
})

test('a database that is away is known to the frame, too', () => {
  const request = frameContext('/', usualLook)
  withContext(request, () =>
    forHead(() => {
      context().databaseAway = true
    }),
  )
  assert.equal(request.databaseAway, true)
})
