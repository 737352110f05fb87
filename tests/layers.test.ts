import assert from 'node:assert/strict'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { test } from 'node:test'
import { importedBy, importsOf, pathTo, sourceFiles, written } from './imports'

/** The ground floor: everything may use it, including the browser's scripts. */
const floor = ['core', 'text', 'keys']

/** The rooms that each room may import. docs/architecture.md gives the reasons. */
const rooms: Record<string, readonly string[]> = {
  core: [],
  text: ['core'],
  keys: ['core'],
  db: ['core', 'text'],
  lib: [...floor, 'db'],
  api: [...floor, 'lib'],
  components: [...floor, 'lib'],
  app: [...floor, 'lib', 'components'],
  client: floor,
  terminal: floor,
  bin: [],
  server: [...floor, 'db', 'lib', 'api', 'terminal'],
  tools: [...floor, 'db', 'lib', 'api', 'server'],
  appliance: [],
  // Files of a cluster, and what fills them in.
  deploy: [],
  tests: [...floor, 'db', 'lib', 'api', 'client', 'server', 'components', 'terminal', 'tools', 'deploy'],
  bench: [...floor, 'db', 'lib', 'tests'],
  drills: [...floor, 'db', 'lib', 'tests', 'deploy'],
  e2e: [...floor, 'db', 'lib', 'tests'],
}

/**
 * The nouns of lib/ from the bottom up: each may use the faces of those before it, none of those after it.
 */
const nouns = [
  'setting',
  'rate-limit',
  'tag',
  'recipe',
  'chart',
  'picture',
  'moderation-log',
  'delivery',
  'blog',
  'user',
  'mention',
  'reader',
  'vote',
  'bemoaning',
  'notice',
  'search',
  'state',
  'comment',
  'world',
  'tag-proposal',
  'jury',
  'moderation',
  'account',
  'starter',
]

const isTest = (file: string): boolean => /\.(?:test|spec)\.tsx?$/.test(file)
const roomOf = (file: string): string => (file.includes('/') ? (file.split('/')[0] ?? '') : '')
const nounOf = (file: string): string | null => /^lib\/([^/]+)\//.exec(file)?.[1] ?? null
const faceOf = (noun: string): string => `lib/${noun}/index.ts`

/** The entry points of builds and commands. */
const entries = sourceFiles.filter(
  (file) =>
    /^(?:server\/main|tools\/[\w-]+|app\/.*(?:page|layout|route)|client\/[\w-]+|terminal\/main|appliance\/main)\.tsx?$/.test(
      file,
    ) && !isTest(file),
)

/** Describes a breach with the shortest path to it from any entry. */
function breach(file: string, target: string, why: string): string {
  const ways = entries.flatMap((entry) => {
    const way = entry === file ? [file] : pathTo(entry, (each) => each === file)
    return way ? [way] : []
  })
  const [shortest = [file]] = ways.sort((one, other) => one.length - other.length)
  return `${why}:\n  ${written([...shortest, target])}`
}

test('every import leads to a file', () => {
  const lost = sourceFiles.flatMap((file) =>
    importsOf(file).flatMap(({ written: target, file: found }) =>
      found === null ? [`${file} imports ${target}`] : [],
    ),
  )
  assert.deepEqual(lost, [])
})

test('rooms import only what they may', () => {
  for (const file of sourceFiles) {
    const room = roomOf(file)
    if (room === '') continue
    const allowed = rooms[room]
    assert.ok(allowed, `${file} is in a room that nobody described`)
    for (const target of importedBy(file)) {
      const to = roomOf(target)
      // A test is beside the code it tests and takes its fixtures from tests/.
      const fine = to === room || allowed.includes(to) || (isTest(file) && rooms.tests?.includes(to))
      if (!fine && !(isTest(file) && to === 'tests'))
        assert.fail(breach(file, target, `${room} may not import ${to || 'that'}`))
    }
  }
})

test('a noun is used through its face, and uses only nouns below it', () => {
  assert.deepEqual(readdirSync('lib').sort(), [...nouns].sort(), 'the floors of lib/ are listed in this file')
  assert.ok(nouns.length <= 25)
  for (const noun of nouns) assert.ok(sourceFiles.includes(faceOf(noun)), `${noun} has no index.ts`)
  for (const file of sourceFiles) {
    const own = nounOf(file)
    for (const target of importedBy(file)) {
      const noun = nounOf(target)
      if (noun === null || noun === own) continue
      if (target !== faceOf(noun)) assert.fail(breach(file, target, `that is behind the face of ${noun}`))
      if (own === null || isTest(file)) continue
      if (nouns.indexOf(noun) > nouns.indexOf(own))
        assert.fail(breach(file, target, `${own} stands below ${noun}, or they would import each other`))
    }
  }
})

test('a noun does not import its own face', () => {
  for (const file of sourceFiles) {
    const noun = nounOf(file)
    if (noun === null || isTest(file) || file === faceOf(noun)) continue
    for (const target of importedBy(file))
      assert.notEqual(target, faceOf(noun), `${file} imports the face of its own noun`)
  }
})

test('no file imports itself indirectly', () => {
  for (const file of sourceFiles) {
    const circle = pathTo(file, (target) => target === file)
    assert.equal(circle, null, `a circle:\n  ${written(circle ?? [])}`)
  }
})

test('code for the browser needs nothing from Node', () => {
  const scripts = entries.filter((file) => file.startsWith('client/'))
  assert.ok(scripts.length >= 8, `${scripts.length} scripts`)
  const needsNode = (file: string): boolean =>
    /from '(?:node:|drizzle|pg')|\bBuffer\b|\bprocess\./.test(readFileSync(file, 'utf8'))
  for (const entry of scripts) {
    const path = pathTo(entry, needsNode)
    assert.equal(path, null, `this leads to what the browser does not have:\n  ${written(path ?? [])}`)
  }
})

test('a hypervisor is a folder that nothing names, and deployments use nothing of the lab', () => {
  const registry = 'appliance/targets/registry.ts'
  const inTargets = (file: string): string | undefined => /^appliance\/targets\/([^/]+)\//.exec(file)?.[1]
  const isOfLab = (file: string): boolean =>
    /^appliance\/(?:lab|tests)\/|^appliance\/targets\/[^/]+\/lab\//.test(file)
  for (const file of sourceFiles.filter((each) => each.startsWith('appliance/') && !isTest(each))) {
    const own = inTargets(file)
    for (const target of importedBy(file)) {
      const other = inTargets(target)
      if (other !== undefined && other !== own)
        assert.fail(
          breach(file, target, 'a hypervisor’s folder is found by the registry, and not by its name'),
        )
    }
    if (isOfLab(file)) continue
    // The registry imports the folders as it loads, so nothing they need may wait for it.
    const back = own ? pathTo(file, (each) => each === registry) : null
    assert.equal(back, null, `this waits for itself:\n  ${written(back ?? [])}`)
    const rig = own || file.startsWith('appliance/deploy/') ? pathTo(file, isOfLab) : null
    assert.equal(rig, null, `a deployment needs the lab:\n  ${written(rig ?? [])}`)
  }
})

test('content contains only data', () => {
  const found = readdirSync('content', { recursive: true, encoding: 'utf8' })
  assert.deepEqual(
    found.filter((name) => /\.(?:m?[jt]sx?)$/.test(name)),
    [],
  )
})

const ours = sourceFiles.filter((file) => !isTest(file) && !file.includes('testdata'))

test('addresses, the environment and the framework’s helpers each come from one place', () => {
  for (const file of ours) {
    const room = roomOf(file)
    const text = readFileSync(file, 'utf8')
    if (['app', 'components', 'client', 'api', 'lib', 'keys', 'text'].includes(room))
      assert.doesNotMatch(text, /process\.env\b/, `${file} reads the environment; core/env.ts does that`)
    assert.doesNotMatch(
      text,
      /from 'next\/(headers|cache|link)'/,
      `${file}: requests come through core/context.ts, pages link by plain anchors`,
    )
    if (['server', 'api', 'lib', 'core', 'client', 'db'].includes(room) && !file.startsWith('server/next/'))
      assert.doesNotMatch(
        text,
        /from 'next'|__next|data-precedence|\.next['/]/,
        `${file}: what is known of Next stands in server/next/`,
      )
    if (file !== 'core/process-wide.ts')
      assert.doesNotMatch(text, /Symbol\.for\(/, `${file}: what two module graphs share is processWide()`)
    if (room !== 'tests')
      assert.doesNotMatch(
        text,
        /notFound\(\)/,
        `${file}: Next's notFound() answers with a page that needs scripts; use <Missing />`,
      )
  }
})

const withoutComments = (file: string): string =>
  readFileSync(file, 'utf8').replace(/^\s*(?:\/\*\*|\*|\/\/).*$/gm, '')

test('pages, components and scripts take addresses from core/paths.ts', () => {
  const files = ours.filter((file) => ['app', 'components', 'client'].includes(roomOf(file)))
  const raw = files.flatMap((file) =>
    [...withoutComments(file).matchAll(/(?<!from |import\()['"`](\/[a-zA-Z_][^'"`\s]*)['"`]/g)].map(
      ([, address]) => `${file}: ${address}`,
    ),
  )
  assert.deepEqual(raw, [])
})

test('files stay short', () => {
  const sizes = ours
    .filter((file) => !['tests', 'bench', 'drills', 'e2e'].includes(roomOf(file)) && statSync(file).isFile())
    .map((file) => ({ file, lines: readFileSync(file, 'utf8').split('\n').length }))
    .sort((a, b) => a.lines - b.lines)
  const median = sizes[Math.floor(sizes.length / 2)]?.lines ?? 0
  assert.ok(median <= 70, `the median file has ${median} lines`)
  const long = sizes.filter(({ lines }) => lines > 260)
  assert.deepEqual(long, [], 'files over 260 lines: what do they hide?')
  // Faces, entries, routes and tool settings may be short.
  const short = sizes.filter(
    ({ file, lines }) =>
      lines <= 8 && !entries.includes(file) && !/(?:^|\/)index\.ts$|^[\w.]+\.mjs$|^app\//.test(file),
  )
  assert.ok(
    short.length < 15,
    `${short.length} files that say next to nothing:\n${short.map(({ file }) => file).join('\n')}`,
  )
})
