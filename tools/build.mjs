// Builds what `npm start` runs: the pages (Next), the server and tools (dist/), the browser's scripts (dist/public/).
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { install } from './lib/prepare.mjs'
import { inputsDigest } from './lib/stale.mjs'

install()
// Imported after install(), because a fresh clone does not have it yet.
const { build } = await import('esbuild')
const { forNode } = await import('./lib/packages.mjs')
const { packCommand } = await import('./lib/pack-command.mjs')

const only = process.argv.includes('--tools') ? 'tools' : 'all'
const began = Date.now()
const done = (what) => console.log(`  ${what} (${((Date.now() - began) / 1000).toFixed(0)} s)`)

mkdirSync('dist/public', { recursive: true })
if (only === 'all') rmSync('dist/built', { force: true })

const common = {
  bundle: true,
  sourcemap: 'linked',
  logLevel: 'warning',
  alias: { '@': process.cwd() },
  define: { 'process.env.NODE_ENV': '"production"' },
}
rmSync('dist/chunks', { recursive: true, force: true })
await build({
  ...common,
  ...forNode,
  entryPoints: {
    server: 'server/main.ts',
    admin: 'tools/admin.ts',
    'admin-all': 'tools/admin/all.ts',
    'admin-backup': 'tools/admin/backups.ts',
    'admin-mail': 'tools/backup/tell-operator.ts',
    blog: 'tools/blog.ts',
  },
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  chunkNames: 'chunks/[name]-[hash]',
})
await build({
  ...common,
  ...forNode,
  splitting: false,
  sourcemap: false,
  // One file without any package beside it, for npx; small, since it is read at each start.
  minify: true,
  entryPoints: { ibtsocs: 'terminal/main.ts' },
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
})
packCommand()
done('Server and tools')
await build({
  ...common,
  sourcemap: false,
  minify: true,
  // Short names, because each is in the head of every page that needs it.
  entryPoints: {
    e: 'client/every-page.ts',
    s: 'client/writing.ts',
    j: 'client/jury.ts',
    b: 'client/post.ts',
    r: 'client/randomart.ts',
    c: 'client/recipe.ts',
    p: 'client/passkeys.ts',
    t: 'client/thread.ts',
    h: 'client/keys-help.ts',
    sw: 'client/service-worker.ts',
  },
  outdir: 'dist/public',
  format: 'iife',
  target: 'es2020',
  legalComments: 'none',
})
done("The browser's scripts")
const blog = spawnSync(process.execPath, ['dist/blog.mjs'], { stdio: 'inherit' })
if (blog.status !== 0) process.exit(1)
done('The blog')
if (only === 'all') {
  const next = spawnSync(process.execPath, ['node_modules/next/dist/bin/next', 'build'], {
    stdio: ['ignore', process.env.VERBOSE ? 'inherit' : 'pipe', 'pipe'],
    encoding: 'utf8',
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production', DATABASE_URL: '' },
  })
  if (next.status !== 0) {
    console.error(next.stdout, next.stderr)
    process.exit(1)
  }
  writeFileSync('dist/built', inputsDigest())
  done('Pages')
}
