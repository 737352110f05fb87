// Compiles every source file on its own, so that test files need no compiler in their processes: reading the sources through
// one costs each of them two seconds of the processor.
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { build } from 'esbuild'

/** Where the compiled files lie, each under its own path. Not in dist/, which is packed: they name this machine's folders. */
const folder = '.tests'
const outside = new Set(['node_modules', 'dist', 'findings', 'content', 'public', 'docs'])

const sourcesBelow = (at) =>
  readdirSync(at).flatMap((name) => {
    if (name.startsWith('.') || (at === '.' && outside.has(name))) return []
    const path = join(at, name)
    if (statSync(path).isDirectory()) return sourcesBelow(path)
    return /(?<!\.d)\.tsx?$/.test(name) ? [path] : []
  })

/** A source file's compiled one, by its path from the root. */
export const compiledName = (file) => join(folder, file.replace(/\.tsx?$/, '.js'))

/** The source that an import means. */
const sourceOf = (written, importer) => {
  const path = written.startsWith('@/') ? resolve(written.slice(2)) : resolve(dirname(importer), written)
  return [path, `${path}.ts`, `${path}.tsx`, join(path, 'index.ts')].find(
    (each) => existsSync(each) && statSync(each).isFile(),
  )
}

const compiled = {
  name: 'each file on its own',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^(?:@\/|\.)/ }, ({ path, importer, kind }) => {
      if (kind === 'entry-point') return
      const source = sourceOf(path, importer)
      if (!source) return { errors: [{ text: `${importer} imports ${path}, which doesn’t exist` }] }
      if (!/\.tsx?$/.test(source)) return { path: source, external: true }
      const from = dirname(resolve(compiledName(relative('.', importer))))
      const to = relative(from, resolve(compiledName(relative('.', source))))
      return { path: to.startsWith('.') ? to : `./${to}`, external: true }
    })
    onLoad({ filter: /\.tsx?$/ }, ({ path }) => ({
      // A file that asks where it lies means its source.
      contents: readFileSync(path, 'utf8')
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
        .replaceAll('import.meta.filename', JSON.stringify(path))
        .replaceAll('import.meta.url', JSON.stringify(new URL(`file://${path}`).href)),
      loader: path.endsWith('x') ? 'tsx' : 'ts',
      resolveDir: dirname(path),
    }))
  },
}

/** Compiles all sources to .tests/. */
export async function compileTests() {
  rmSync(folder, { recursive: true, force: true })
  await build({
    entryPoints: sourcesBelow('.'),
    outdir: folder,
    outbase: '.',
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20.9',
    jsx: 'automatic',
    sourcemap: 'inline',
    sourcesContent: false,
    logLevel: 'error',
    plugins: [compiled],
  })
}
