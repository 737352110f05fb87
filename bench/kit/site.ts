import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { removeDataFolder } from '@/db/embedded/remove'

export type BenchSite = { origin: string; pid: number; data: string; stop: () => Promise<void> }

/** Starts a program, in a folder, and waits until it prints the address it listens on. */
export async function startProgram(
  args: readonly string[],
  env: Record<string, string>,
  pattern: RegExp,
  cwd = '.',
): Promise<{ origin: string; child: ChildProcess }> {
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const origin = await new Promise<string>((resolve, reject) => {
    let said = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const found = pattern.exec(said)?.[1]
      if (found) resolve(found)
    })
    child.on('exit', (code) => reject(new Error(`${args.join(' ')} exited with ${code}: ${said}`)))
  })
  return { origin, child }
}

/** `CPU_PROFILE=<folder>`: writes a CPU profile of the server there. */
const profiling = (): string[] =>
  process.env.CPU_PROFILE ? ['--cpu-prof', `--cpu-prof-dir=${process.env.CPU_PROFILE}`] : []

/**
 * Starts the built site on its own data folder: with its starter content, or on the database in DATABASE_URL.
 * @param folder of another build, to compare
 */
export async function startSite(env: Record<string, string> = {}, folder = '.'): Promise<BenchSite> {
  const data = mkdtempSync(join(tmpdir(), 'ibtsocs-bench-'))
  const { origin, child } = await startProgram(
    [...profiling(), 'dist/server.mjs'],
    {
      NODE_ENV: 'production',
      PORT: '0',
      SSH_PORT: '0',
      IBTSOCS_DATA: data,
      NEXT_TELEMETRY_DISABLED: '1',
      ...env,
    },
    /runs at (http:\/\/[^/\s]+)/,
    folder,
  )
  // The benchmark measures the site, not its rate limits.
  spawnSync(process.execPath, ['dist/admin.mjs', 'settings', 'set', 'rate-limits', 'off'], {
    env: { ...process.env, IBTSOCS_DATA: data },
  })
  await sleep(2_500)
  return {
    origin,
    pid: child.pid ?? 0,
    data,
    async stop() {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await gone
      removeDataFolder(data)
    },
  }
}

/** CPU seconds that a process has used so far (Linux: fields 14 and 15 of its stat, in ticks of 10 ms). */
export function cpuSeconds(pid: number): number {
  const fields = statOf(pid)
  return (Number(fields[11]) + Number(fields[12])) / 100
}

/** The fields of a process's stat after its name: the first is its state, the second its parent. */
const statOf = (pid: number): string[] => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

/** Returns a process and its descendants. */
export function familyOf(pid: number): number[] {
  const children = readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && Number(statOf(Number(name))[1]) === pid
    } catch {
      return false
    }
  })
  return [pid, ...children.map(Number)]
}

/** CPU seconds of a Postgres and its sessions; a difference of two omits sessions that ended in between. */
export const databaseSeconds = (postmaster: number): number =>
  familyOf(postmaster).reduce((sum, pid) => {
    try {
      return sum + cpuSeconds(pid)
    } catch {
      return sum
    }
  }, 0)
