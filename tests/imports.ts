import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { posix } from 'node:path'

/** Folders without our own code. */
const outside = new Set(['node_modules', 'dist', 'findings', 'content', 'public', 'docs'])

/** Every source file of the repository, tests too, as paths from its root. */
export const sourceFiles: readonly string[] = filesBelow('.')

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    if (name.startsWith('.') || (folder === '.' && outside.has(name))) return []
    const path = posix.join(folder, name)
    if (statSync(path).isDirectory()) return filesBelow(path)
    return /\.(?:m?[jt]sx?|d\.m?ts)$/.test(name) && name !== 'next-env.d.ts' ? [path] : []
  })
}

const known = new Set(sourceFiles)

/** True for a package, a build product, or a stylesheet. */
const isNoSource = (target: string): boolean => !/^(?:@\/|\.)/.test(target) || /\.css$|\/dist\//.test(target)

/** An import of one file by another: a path from the root, or null if the file does not exist. */
export type Import = { written: string; file: string | null }

function resolve(from: string, target: string): string | null {
  const path = target.startsWith('@/')
    ? target.slice(2)
    : posix.normalize(posix.join(posix.dirname(from), target))
  const candidates = [path, `${path}.ts`, `${path}.tsx`, `${path}/index.ts`, `${path}.d.ts`]
  return (
    candidates.find((each) => known.has(each)) ?? (path.endsWith('.json') && existsSync(path) ? path : null)
  )
}

const noted = new Map<string, readonly Import[]>()

/**
 * Returns our own files that a file imports, by any kind of import: of values or types, static or dynamic, and
 * re-exports. A program that a test keeps in a template runs at the root, and its imports are relative to it.
 */
export function importsOf(file: string): readonly Import[] {
  const before = noted.get(file)
  if (before) return before
  const text = readFileSync(file, 'utf8').replace(/^\s*(?:\/\/|\*).*$/gm, '')
  const found = [
    ...text.matchAll(/^(?:import|export)\b[^'";`=]*?\bfrom\s+'([^'\n]+)'/gm),
    ...text.matchAll(/^import\s+'([^'\n]+)'/gm),
    ...text.matchAll(/\bimport\s*\(\s*'([^'\n]+)'/g),
  ]
  const imports = found
    .map(([, written = '']) => written)
    .filter((written) => !isNoSource(written))
    .map((written) => ({ written, file: resolve(file, written) ?? resolve('root', written) }))
  noted.set(file, imports)
  return imports
}

/** Returns the files that a file imports. */
export const importedBy = (file: string): string[] =>
  importsOf(file).flatMap(({ file: target }) => (target !== null && known.has(target) ? [target] : []))

/**
 * Returns the shortest path along imports from a file to one that meets a condition, both ends included; null when
 * there is none.
 */
export function pathTo(from: string, wanted: (file: string) => boolean): string[] | null {
  const cameFrom = new Map<string, string | null>([[from, null]])
  for (const file of cameFrom.keys())
    for (const target of importedBy(file)) {
      if (wanted(target)) {
        const path = [target]
        for (let at: string | null = file; at !== null; at = cameFrom.get(at) ?? null) path.unshift(at)
        return path
      }
      if (!cameFrom.has(target)) cameFrom.set(target, file)
    }
  return null
}

/** Formats a path for a test's output. */
export const written = (path: readonly string[]): string => path.join('\n  → ')
