import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'

const documents = [
  ...readdirSync('.').filter((name) => name.endsWith('.md')),
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
  'appliance/README.md',
]
const rooms =
  'api|app|appliance|bench|client|components|content|core|db|docs|drills|e2e|findings|keys|lib|public|server|tests|text|tools'
/** Paths that a run or the reader creates. */
const made = /^text\/(?:plain|html|xml|csv|css)$|^(?:bench|drills)\/results\/|NNNN|YYYY|<|…|\*|\{/

test('documents name files that exist', () => {
  const missing = documents.flatMap((document) => {
    const text = readFileSync(document, 'utf8')
    const named = [...text.matchAll(new RegExp(`\`((?:${rooms})/[^\`\\s:]+)\``, 'g'))].map(
      ([, path = '']) => path,
    )
    return named
      .filter((path) => !made.test(path) && !existsSync(path.replace(/\/$/, '')))
      .map((path) => `${document} names ${path}`)
  })
  assert.deepEqual(missing, [])
})

test('links between documents work', () => {
  const broken = documents.flatMap((document) =>
    [...readFileSync(document, 'utf8').matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !/^[a-z]+:|^\//.test(target) && !existsSync(join(dirname(document), target)))
      .map((target) => `${document} leads to ${target}`),
  )
  assert.deepEqual(broken, [])
})
