import assert from 'node:assert/strict'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, posix } from 'node:path'
import { test } from 'node:test'

const rooms = [
  'server',
  'client',
  'app',
  'api',
  'components',
  'lib',
  'db',
  'core',
  'text',
  'keys',
  'tools',
  'appliance',
] as const

const floor = ['core', 'text', 'keys']
/** What each room may import, beside itself and packages. docs/architecture.md gives the reasons. */
const allowed: Record<string, readonly string[]> = {
  core: ['text'],
  text: ['core'],
  keys: ['core'],
  server: ['api', 'lib', 'db', ...floor],
  client: floor,
  app: ['components', 'lib', 'db/unless-away', ...floor],
  api: ['lib', 'db/errors', ...floor],
  components: ['lib', 'db/unless-away', ...floor],
  lib: ['db', ...floor],
  db: ['lib', 'core', 'text'],
  tools: ['db', 'lib', 'api/v1/json', 'tests', ...floor],
  appliance: [],
}

const filesBelow = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = posix.join(folder, name)
    return statSync(path).isDirectory()
      ? filesBelow(path)
      : /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name)
        ? [path]
        : []
  })

/** Paths, from the root, of what a file of ours imports of ours; types count as much as values. */
function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  return [...text.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].flatMap(([, target = '']) => {
    if (target.startsWith('@/')) return [target.slice(2)]
    return target.startsWith('.') ? [posix.normalize(posix.join(posix.dirname(file), target))] : []
  })
}

const roomOf = (path: string): string => path.split('/')[0] ?? ''
const files = rooms.flatMap((room) => filesBelow(room)).filter((file) => !file.includes('testdata'))

test('rooms import only what they may', () => {
  for (const file of files) {
    const room = roomOf(file)
    for (const target of importsOf(file)) {
      const fine =
        roomOf(target) === room ||
        (allowed[room] ?? []).some((open) => target === open || target.startsWith(`${open}/`))
      assert.ok(fine || target === 'package.json', `${file} imports ${target}`)
    }
  }
})

test('a noun uses another noun’s queries, never its commands', () => {
  for (const file of files.filter((path) => /^lib\/[a-z]+\/(commands|queries)/.test(path))) {
    const noun = file.split('/')[1]
    for (const target of importsOf(file)) {
      const [room, other, what] = target.split('/')
      if (room === 'lib' && what === 'commands' && other !== noun) assert.fail(`${file} imports ${target}`)
    }
  }
})

/** Everything a file leads to, itself included. */
function reach(start: string, seen = new Set<string>()): Set<string> {
  const file = [`${start}.ts`, `${start}.tsx`, `${start}/index.ts`, start].find((path) =>
    files.includes(path),
  )
  if (!file || seen.has(file)) return seen
  seen.add(file)
  for (const target of importsOf(file)) reach(target, seen)
  return seen
}

test('what runs in the browser and what the database needs stays pure', () => {
  for (const entry of [
    'client/every-page',
    'client/writing',
    'client/jury',
    'client/post',
    'client/randomart',
    'client/recipe',
    'client/passkeys',
  ]) {
    for (const file of reach(entry)) {
      assert.ok(/^(client|core|text|keys)\//.test(file), `${entry} leads to ${file}`)
      assert.doesNotMatch(
        readFileSync(file, 'utf8'),
        /from 'node:|from 'drizzle|from 'pg'|Buffer\b/,
        `${entry} leads to ${file}, which needs Node`,
      )
    }
  }
  for (const file of files.filter((path) => path.startsWith('db/'))) {
    for (const target of importsOf(file).filter((path) => path.startsWith('lib/'))) {
      const leads = [...reach(target)].filter((path) => path.startsWith('db/'))
      assert.deepEqual(leads, [], `${file} imports ${target}, which comes back to the database`)
    }
  }
})

test('addresses, the environment and the framework’s helpers come from one place', () => {
  for (const file of files) {
    const text = readFileSync(file, 'utf8')
    if (
      !/^(core\/(env|site|crypto|script)\.ts|server\/main|db\/|tools\/|appliance\/|components\/frame\/own-script)/.test(
        file,
      )
    ) {
      assert.doesNotMatch(text, /process\.env\b/, `${file} reads the environment; core/env.ts does that`)
    }
    assert.doesNotMatch(
      text,
      /from 'next\/(headers|cache|link)'/,
      `${file}: requests come through core/context.ts, pages link by plain anchors`,
    )
    assert.doesNotMatch(
      text,
      /notFound\(\)/,
      `${file}: Next's notFound() answers with a page that needs scripts; use <Missing />`,
    )
  }
})

test('files stay short', () => {
  const sizes = files
    .map((file) => ({ file, lines: readFileSync(join(file), 'utf8').split('\n').length }))
    .sort((a, b) => a.lines - b.lines)
  const median = sizes[Math.floor(sizes.length / 2)]?.lines ?? 0
  assert.ok(median < 80, `the median file has ${median} lines`)
  const long = sizes.filter(({ lines }) => lines > 260)
  assert.deepEqual(long, [], 'files over 260 lines: what do they hide?')
})
