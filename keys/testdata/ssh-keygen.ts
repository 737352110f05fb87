import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** For `test(name, { skip: skipWithoutKeygen }, …)`: false, or the reason. */
export const skipWithoutKeygen = isInstalled() ? false : 'ssh-keygen is not installed'

/** Creates a folder that is deleted when the test process exits. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ssh-keygen-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Runs ssh-keygen and returns its output. */
export function keygen(...args: string[]): string {
  return execFileSync('ssh-keygen', args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 1 << 28,
  })
}

/** Creates a key pair without a passphrase and returns the path of the private key and the public line. */
export function makeKey(options: string[], comment = ''): { file: string; line: string } {
  const file = join(temporaryFolder(), 'k')
  keygen('-q', '-N', '', '-C', comment, '-f', file, ...options)
  return { file, line: readFileSync(`${file}.pub`, 'utf8') }
}

/** True if `ssh-keygen -Y check-novalidate` accepts a signature of a message. */
export function opensshAccepts(claim: { armored: string; message: string; namespace: string }): boolean {
  const file = join(temporaryFolder(), 'sig')
  writeFileSync(file, claim.armored)
  const args = ['-Y', 'check-novalidate', '-n', claim.namespace, '-s', file]
  return spawnSync('ssh-keygen', args, { input: claim.message }).status === 0
}

function isInstalled(): boolean {
  try {
    execFileSync('ssh-keygen', ['-?'], { stdio: 'ignore' })
    return true
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ENOENT')
  }
}
