import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { brotliCompressSync, gzipSync } from 'node:zlib'

const kB = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`
const gzipped = (file: string): number => gzipSync(readFileSync(file), { level: 9 }).length

test('scripts, styles and the font stay within their budgets', () => {
  const reading = gzipped('dist/public/e.js')
  const working = reading + gzipped('dist/public/s.js')
  const jury = gzipped('dist/public/j.js')
  const css = readdirSync('.next/static/chunks').filter((name) => name.endsWith('.css'))
  const styles = css.map((name) => gzipped(`.next/static/chunks/${name}`))
  const font = readFileSync('public/fonts/newsreader.woff2').length
  console.log(
    `reading pages: ${kB(reading)} of script; working pages: ${kB(working)}; /jury: ${kB(jury)} more; styles: ${styles.map(kB).join(' + ')}; font ${kB(font)}`,
  )
  assert.ok(reading <= 12_000)
  assert.ok(working <= 160_000)
  assert.ok(jury <= 1_500)
  const [copies, bishop, cooks] = ['b', 'r', 'c'].map((name) => gzipped(`dist/public/${name}.js`))
  console.log(
    `posts: ${kB(copies ?? 0)} more; randomart: ${kB(bishop ?? 0)} more; recipes: ${kB(cooks ?? 0)} more`,
  )
  assert.ok((copies ?? 0) <= 1_500 && (bishop ?? 0) <= 5_450 && (cooks ?? 0) <= 3_000)
  assert.equal(styles.length, 1, 'one stylesheet')
  assert.ok(font <= 30_000)
  assert.ok(brotliCompressSync(readFileSync('dist/public/e.js')).length < reading)
})
