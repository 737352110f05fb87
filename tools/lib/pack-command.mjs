import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

/**
 * Packs the command line as dist/public/ibtsocs.tgz, which every site serves: `npx https://…/ibtsocs.tgz hot` then needs no
 * registry.
 * @throws Error with what npm said
 */
export function packCommand() {
  mkdirSync('dist/public', { recursive: true })
  const folder = mkdtempSync('dist/command-')
  try {
    const { name, version, license, engines } = JSON.parse(readFileSync('package.json', 'utf8'))
    const about = { name, version, license, engines, type: 'module', bin: { ibtsocs: 'ibtsocs.mjs' } }
    writeFileSync(join(folder, 'package.json'), JSON.stringify(about, null, 2))
    writeFileSync(
      join(folder, 'ibtsocs.mjs'),
      `#!/usr/bin/env node\n${readFileSync('dist/ibtsocs.mjs', 'utf8')}`,
    )
    copyFileSync('LICENSE', join(folder, 'LICENSE'))
    const packed = spawnSync('npm', ['pack', '--silent', '--ignore-scripts'], {
      cwd: folder,
      encoding: 'utf8',
    })
    if (packed.status !== 0) throw new Error(`npm pack failed: ${packed.stderr || packed.error}`)
    renameSync(join(folder, packed.stdout.trim()), 'dist/public/ibtsocs.tgz')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
