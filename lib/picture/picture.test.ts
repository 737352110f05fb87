import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Resvg } from '@resvg/resvg-js'
import { escapeXml } from '@/text/escape'
import { PLACES } from './parts'
import { bemoaningPicture, type Pictured, pagePicture } from './picture'
import { CANVAS, COLOURS } from './svg'

const ART = '9f2c7a11d0e94b5c63ab77fe0192d4c85a3e6b7f8c901d2e3f40516273849506'
const SAMPLE: Pictured = {
  id: 1024,
  body: 'Our smart lights are down because a server in Virginia is.',
  author: 'marvin',
  art: ART,
  tags: ['build-systems', 'ci'],
  bemoan: 128,
  selfInflicted: 7,
}

/** Returns the picture's pixels as '#rrggbb', read by the renderer itself. */
function pixelsOf(png: Buffer): (x: number, y: number) => string {
  assert.equal(png.toString('latin1', 1, 4), 'PNG')
  assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [CANVAS.width, CANVAS.height])
  const size = `width="${CANVAS.width}" height="${CANVAS.height}"`
  const href = `data:image/png;base64,${png.toString('base64')}`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${size}><image ${size} href="${href}"/></svg>`
  const { pixels } = new Resvg(svg).render()
  return (x, y) => `#${pixels.subarray(4 * (y * CANVAS.width + x)).toString('hex', 0, 3)}`
}

/** True if a rectangle contains only paper. */
function isEmpty(pixel: (x: number, y: number) => string, [left, top, right, bottom]: number[]): boolean {
  for (let y = top ?? 0; y < (bottom ?? 0); y += 1) {
    for (let x = left ?? 0; x < (right ?? 0); x += 1) if (pixel(x, y) !== COLOURS.paper) return false
  }
  return true
}

const BODIES = {
  short: SAMPLE.body,
  'W without a space': 'W'.repeat(500),
  'kerned capitals': 'AVATAR To. '.repeat(45),
  emoji: '👩‍💻'.repeat(500),
  ideographs: '全部正しいのに'.repeat(70),
  Arabic: 'كل شيء صحيح '.repeat(40),
  'many lines': Array(250).fill('x').join('\n'),
  markup: '</text></svg><script>&lt;\u0000]]>'.repeat(16),
}

for (const [name, body] of Object.entries(BODIES)) {
  test(`draws no text outside its area: ${name}`, () => {
    const pixel = pixelsOf(bemoaningPicture({ ...SAMPLE, body }))
    const { gutter, text } = PLACES
    assert.ok(isEmpty(pixel, [gutter + 4, 0, CANVAS.width, text.top - 12]), 'above')
    assert.ok(isEmpty(pixel, [gutter + 4, text.top, text.left - 12, text.bottom]), 'left')
    assert.ok(isEmpty(pixel, [text.right + 12, 0, CANVAS.width, CANVAS.height]), 'right')
    assert.ok(isEmpty(pixel, [gutter + 4, text.bottom + 12, CANVAS.width, text.bottom + 36]), 'below')
    assert.ok(!isEmpty(pixel, [text.left, text.top, text.right, text.bottom]), 'something is there')
  })
}

test('long handles, numbers and tags stay inside', () => {
  const tags = ['a-very-long-tag-indeed-x', 'another-quite-long-tag', 'the-third-and-longest-of-tags']
  const author = 'a_handle-of-20-chars'
  const most = {
    ...SAMPLE,
    id: Number.MAX_SAFE_INTEGER,
    author,
    tags,
    bemoan: 1_234_567,
    selfInflicted: 987_654,
  }
  const pixel = pixelsOf(bemoaningPicture(most))
  assert.ok(isEmpty(pixel, [PLACES.text.right + 12, 0, CANVAS.width, CANVAS.height]))
  for (let y = 0; y < CANVAS.height; y += 1) assert.equal(pixel(16, y), COLOURS.gutter)
})

test('an anonymous bemoaning without randomart has a picture, and digests of odd lengths are harmless', () => {
  for (const art of [null, '', 'ff', 'xyz', `${ART}${ART}`]) {
    pixelsOf(bemoaningPicture({ ...SAMPLE, author: null, art, tags: [], bemoan: 0, selfInflicted: 0 }))
  }
})

test('the same input gives the same bytes', () => {
  assert.ok(bemoaningPicture(SAMPLE).equals(bemoaningPicture({ ...SAMPLE })))
  assert.ok(pagePicture('javascript', '312 bemoanings').equals(pagePicture('javascript', '312 bemoanings')))
  assert.ok(!bemoaningPicture(SAMPLE).equals(bemoaningPicture({ ...SAMPLE, id: 1025 })))
})

test('pages have a picture', () => {
  for (const [title, subtitle] of [
    ['I Bemoan The State Of Computer Science', 'All that is right, but still wrong.'],
    ['javascript', ''],
    ['W'.repeat(300), 'x '.repeat(400)],
  ] as const) {
    const pixel = pixelsOf(pagePicture(title, subtitle))
    assert.ok(isEmpty(pixel, [PLACES.text.right + 12, 0, CANVAS.width, CANVAS.height]))
  }
})

test('markup is escaped', () => {
  assert.equal(escapeXml(`<a href="x">'&`), '&lt;a href=&quot;x&quot;&gt;&apos;&amp;')
})

test('text colours have 4.5:1 on both papers', () => {
  const light = (colour: string) => {
    const parts = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    const [r = 0, g = 0, b = 0] = parts.map((part) =>
      part <= 0.04 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
    )
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const { ink, quiet, bemoan, selfInflicted, stamp, paper, gutter } = COLOURS
  for (const colour of [ink, quiet, bemoan, selfInflicted, stamp]) {
    for (const ground of [paper, gutter])
      assert.ok((light(ground) + 0.05) / (light(colour) + 0.05) >= 4.5, colour)
  }
})
