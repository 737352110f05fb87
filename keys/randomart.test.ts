import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { frame, HEIGHT, randomart, randomartSvg, WIDTH, walk } from './randomart'
import { keygen, makeKey, skipWithoutKeygen, temporaryFolder } from './testdata/ssh-keygen'

type Vector = {
  name: string
  alg: string
  digestHex: string
  title: string
  hash: string
  art: string[]
}
const vectors: Vector[] = JSON.parse(
  readFileSync(new URL('./testdata/randomart-vectors.json', import.meta.url), 'utf8'),
)
const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'))

for (const vector of vectors) {
  test(`draws the picture of the vector ${vector.name} with ${vector.alg}`, () => {
    const [, type = '', bits = ''] = /^\[ *(\S+) +(\d+)\]$/.exec(vector.title) ?? []
    const layout = vector.hash === '' ? 'old' : 'new'
    const hash = vector.hash.slice(1, -1)
    assert.equal(
      randomart(bytes(vector.digestHex), { type, bits: Number(bits), hash, layout }),
      vector.art.join('\n'),
    )
  })
}

test('the walk starts in the centre, takes four steps per byte and stays inside', () => {
  for (const length of [0, 1, 16, 20, 32, 48, 64]) {
    const { grid, path } = walk(
      createHash('shake256', { outputLength: Math.max(length, 1) })
        .digest()
        .subarray(0, length),
    )
    assert.equal(path.length, 1 + 4 * length)
    assert.deepEqual(path[0], { x: 8, y: 4 })
    assert.ok(path.every(({ x, y }) => x >= 0 && x < WIDTH && y >= 0 && y < HEIGHT))
    assert.equal(grid.length, HEIGHT)
    assert.ok(grid.every((row) => row.length === WIDTH && row.every((value) => value >= 0 && value <= 16)))
    const last = path.at(-1)
    assert.equal(last && grid[last.y]?.[last.x], 16)
  }
})

test('a cell saturates at 14, and the end overwrites the start', () => {
  const { grid } = walk(new Uint8Array(64).fill(0x33))
  assert.ok(grid.flat().includes(14))
  assert.equal(grid[4]?.[8], 16)
  assert.ok(!grid.flat().includes(15))
})

test('long titles are shortened and lose their bracket as in OpenSSH', () => {
  const { grid } = walk(new Uint8Array(16))
  const header = (type: string, bits: number, layout: 'new' | 'old' = 'new') =>
    frame(grid, { type, bits, hash: 'MD5', layout })[0]
  assert.equal(header('RSA', 16384), '+---[RSA 16384]---+')
  assert.equal(header('ED25519-SK', 256), '+[ED25519-SK 256]-+')
  assert.equal(header('RSA-CERT', 16384), '+[RSA-CERT 16384]-+')
  assert.equal(header('ED25519-CERT', 256), '+-[ED25519-CERT]--+')
  assert.equal(header('SEVENTEEN12', 256), '+[SEVENTEEN12 256-+')
  assert.equal(header('ED25519-SK-CERT', 256), '+[ED25519-SK-CERT-+')
  assert.equal(header('ECDSA-SK-CERT', 256), '+-[ECDSA-SK-CERT]-+')
  assert.equal(header('RSA', 2048, 'old'), '+--[ RSA 2048]----+')
  assert.equal(header('ECDSA', 521, 'old'), '+--[ECDSA  521]---+')
  assert.equal(header('ED25519', 256, 'old'), '+--[ED25519  256--+')
  assert.ok(
    frame(grid, { type: 'x'.repeat(99), bits: 1, hash: 'y'.repeat(99) }).every((line) => line.length === 19),
  )
})

test('the SVG covers each inked cell once and contains no styles', () => {
  for (const vector of vectors) {
    const svg = randomartSvg(bytes(vector.digestHex), { title: `<b>"&'` })
    assert.ok(!/style|<b>/.test(svg))
    assert.match(
      svg,
      /^<svg class="ra" viewBox="0 0 17 9" fill="currentColor" aria-hidden="true"><title>&#60;b&#62;/,
    )
    const drawn = walk(new Uint8Array()).grid.map((row) => row.map(() => 0))
    for (const [, x, y, wide] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1H\1(?=M|")/g))
      for (let i = 0; i < Number(wide); i++) {
        const row = drawn[Number(y)]
        if (row) row[Number(x) + i] = (row[Number(x) + i] ?? 0) + 1
      }
    assert.deepEqual(
      drawn,
      walk(bytes(vector.digestHex)).grid.map((row) => row.map((value) => (value > 0 ? 1 : 0))),
    )
    assert.equal(svg.match(/class="ra-e"/g)?.length, 1)
    assert.ok(svg.length < 1500, `${svg.length} characters`)
  }
})

test('equals ssh-keygen -lv for 50 fresh keys', { skip: skipWithoutKeygen }, () => {
  const pub = join(temporaryFolder(), 'k.pub')
  for (let i = 0; i < 50; i++) {
    const { line } = makeKey(['-t', 'ed25519'])
    writeFileSync(pub, line)
    const blob = Buffer.from(line.split(' ')[1] ?? '', 'base64')
    const hash = i % 2 ? 'md5' : 'sha256'
    const printed = keygen('-lv', '-E', hash, '-f', pub)
    const digest = createHash(hash).update(blob).digest()
    const art = randomart(digest, { type: 'ED25519', bits: 256, hash: hash.toUpperCase() })
    assert.equal(art, printed.trimEnd().split('\n').slice(1).join('\n'))
  }
})
