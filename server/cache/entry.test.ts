import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { respond } from '@/core/response'
import { CachedResponse, compressed, type Effort } from './entry'

const body = Buffer.concat(readdirSync('app/styles').map((name) => readFileSync(`app/styles/${name}`)))
const efforts: readonly Effort[] = ['once', 'shared', 'fixed']

test('every effort decompresses to the same bytes, and more effort makes fewer of them', async () => {
  for (const [encoding, opened] of [
    ['gzip', gunzipSync],
    ['br', brotliDecompressSync],
  ] as const) {
    const forms = await Promise.all(efforts.map((effort) => compressed(body, encoding, effort)))
    for (const form of forms) assert.deepEqual(opened(form), body)
    const sizes = forms.map(({ length }) => length)
    assert.deepEqual(
      sizes,
      [...sizes].sort((a, b) => b - a),
      encoding,
    )
  }
})

test('a file of a release is compressed with the highest effort', async () => {
  const size = async (effort: Effort) =>
    (await new CachedResponse(respond(200, body), new Set(), null, effort).body('br')).length
  assert.ok((await size('fixed')) < 0.95 * (await size('shared')))
})
