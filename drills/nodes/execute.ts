import { spawnSync } from 'node:child_process'

/**
 * Runs a command of this system to its end. A failure is not fatal here: filling a disk fails by design, and what is to be
 * removed may be gone.
 * @returns its exit code and everything it said
 */
export function execute(command: string, ...args: string[]): { code: number; said: string } {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' })
  return { code: status ?? 1, said: `${stdout}${stderr}` }
}
