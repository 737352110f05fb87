import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'

type Row = { id: string; level: 1 | 2; state: string; evidence: string }

const rows: Row[] = readFileSync('docs/asvs.md', 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [id, level, state, , evidence] = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim())
    return id && evidence && state && /^\d+\.\d+\.\d+$/.test(id)
      ? [{ id, level: Number(level) as 1 | 2, state, evidence }]
      : []
  })

/** The number of requirements of levels 1 and 2 in each chapter of ASVS 5.0.0. */
const chapters = { 1: [8, 19], 2: [4, 7], 3: [8, 11], 4: [2, 8], 5: [4, 5], 6: [13, 22], 7: [6, 12], 8: [4, 3], 9: [4, 3], 10: [5, 24], 11: [3, 11], 12: [3, 6], 13: [1, 12], 14: [2, 7], 15: [3, 10], 16: [0, 16], 17: [0, 7] } as const // biome-ignore format: a table

const of = (level: number) => rows.filter((row) => row.level === level)

test('every requirement of levels 1 and 2 is listed once', () => {
  assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length)
  const found = Object.fromEntries(
    Object.keys(chapters).map((chapter) => [
      chapter,
      [1, 2].map((level) => of(level).filter(({ id }) => id.startsWith(`${chapter}.`)).length),
    ]),
  )
  assert.deepEqual(found, chapters)
  assert.deepEqual([of(1).length, of(2).length], [70, 183])
})

test('a held requirement names an existing file, any other gives a reason', () => {
  for (const { id, state, evidence } of rows) {
    assert.match(state, /^(held|not held|does not apply)$/, id)
    const files = [...evidence.matchAll(/`([\w./@[\]-]+)`/g)]
      .map(([, path = '']) => path)
      .filter((path) => /^[\w.]+\/|^[\w-]+\.(json|ts|mjs)$/.test(path))
    for (const file of files) assert.ok(existsSync(file), `${id} names ${file}`)
    if (state === 'held') assert.ok(files.length > 0 || /`\//.test(evidence), `${id} is held by no file`)
    else assert.ok(evidence.length >= 3, id)
  }
})
