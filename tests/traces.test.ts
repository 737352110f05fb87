import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { test } from 'node:test'

test('no page makes Next trace the whole checkout: it would read every machine image in it', () => {
  const traces = readdirSync('.next', { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.nft.json'),
  )
  assert.ok(traces.length > 20)
  for (const trace of traces) {
    const file = join('.next', trace)
    const { files } = JSON.parse(readFileSync(file, 'utf8')) as { files: string[] }
    // Code that reads a file by a computed name carries this mark: /* turbopackIgnore: true */.
    for (const one of files.map((name) => relative('.', resolve(dirname(file), name))))
      assert.match(one, /^(node_modules|\.next|assets|content|db|dist|lib|public)\/|^package\.json$/, trace)
  }
})
