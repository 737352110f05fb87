// Compiles every source file on its own, so that test files need no compiler in their processes: reading the sources through
// one costs each of them two seconds of the processor.
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { build } from 'esbuild'
import { forNode, isOutside } from './packages.mjs'

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

/** The packages that the site runs with, bundled as it has them: loading each file of theirs cost every test another second. */
const packages = Object.keys(JSON.parse(readFileSync('package.json', 'utf8')).dependencies).filter(
  (name) => !isOutside(name),
)
const isBundled = (path) => packages.some((name) => path === name || path.startsWith(`${name}/`))
const bundledName = (path) => join(folder, 'packages', `${path.replace(/\W+/g, '-')}.js`)

/** A source file's compiled one, by its path from the root. */
export const compiledName = (file) => join(folder, file.replace(/\.tsx?$/, '.js'))

/** The source that an import means. */
const sourceOf = (written, importer) => {
  const path = written.startsWith('@/') ? resolve(written.slice(2)) : resolve(dirname(importer), written)
  return [path, `${path}.ts`, `${path}.tsx`, join(path, 'index.ts')].find(
    (each) => existsSync(each) && statSync(each).isFile(),
  )
}

/** @param used filled with the imports of packages */
const compiled = (used) => ({
  name: 'each file on its own',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^(?:@\/|\.|[@a-z])/ }, ({ path, importer, kind }) => {
      if (kind === 'entry-point') return
      const from = dirname(resolve(compiledName(relative('.', importer))))
      const outside = (to) => {
        const way = relative(from, resolve(to))
        return { path: way.startsWith('.') ? way : `./${way}`, external: true }
      }
      if (/^(?!@\/)[@a-z]/.test(path)) {
        if (!isBundled(path)) return { path, external: true }
        used.add(path)
        return outside(bundledName(path))
      }
      const source = sourceOf(path, importer)
      if (!source) return { errors: [{ text: `${importer} imports ${path}, which doesn’t exist` }] }
      if (!/\.tsx?$/.test(source)) return { path: source, external: true }
      return outside(compiledName(relative('.', source)))
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
})

/** Bundles packages, each import of one as a file with the same exports. */
async function bundlePackages(paths) {
  const reexports = {
    name: 'the same exports',
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^same:/ }, ({ path }) => ({ path: path.slice(5), namespace: 'same' }))
      onLoad({ filter: /./, namespace: 'same' }, async ({ path }) => {
        const names = Object.keys(await import(path)).filter((name) => /^[\w$]+$/.test(name))
        const each = names.map((name, at) => `const n${at} = all[${JSON.stringify(name)}]`)
        const shown = names.map((name, at) => `n${at} as ${name}`)
        const contents = `import * as all from ${JSON.stringify(path)}\n${each.join('\n')}\nexport { ${shown.join(', ')} }`
        return { contents, resolveDir: resolve('.') }
      })
    },
  }
  await build({
    ...forNode,
    entryPoints: Object.fromEntries(
      paths.map((path) => [relative(folder, bundledName(path)).replace(/\.js$/, ''), `same:${path}`]),
    ),
    outdir: folder,
    chunkNames: 'packages/[name]-[hash]',
    logLevel: 'error',
    plugins: [reexports, ...forNode.plugins],
  })
}

/** Compiles all sources to .tests/. */
export async function compileTests() {
  rmSync(folder, { recursive: true, force: true })
  const used = new Set()
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
    plugins: [compiled(used)],
  })
  await bundlePackages([...used])
}
