import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { removeDataFolder } from '@/db/embedded/remove'

export type BenchSite = { origin: string; pid: number; data: string; stop: () => Promise<void> }

/** Starts a program that prints the address it listens on, and waits for that. */
export async function startProgram(
  args: readonly string[],
  env: Record<string, string>,
  pattern: RegExp,
): Promise<{ origin: string; child: ChildProcess }> {
  const child = spawn(process.execPath, args, {
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
    child.on('exit', (code) => reject(new Error(`${args.join(' ')} ended with ${code}: ${said}`)))
  })
  return { origin, child }
}

/** `CPU_PROFILE=<folder>`: a profile of the server's processor time is left there. */
const profiling = (): string[] =>
  process.env.CPU_PROFILE ? ['--cpu-prof', `--cpu-prof-dir=${process.env.CPU_PROFILE}`] : []

/** Starts the built site on a folder of its own: with its starter content, or on the database that DATABASE_URL names. */
export async function startSite(env: Record<string, string> = {}): Promise<BenchSite> {
  const data = mkdtempSync(join(tmpdir(), 'ibtsocs-bench-'))
  const { origin, child } = await startProgram(
    [...profiling(), 'dist/server.mjs'],
    { NODE_ENV: 'production', PORT: '0', IBTSOCS_DATA: data, NEXT_TELEMETRY_DISABLED: '1', ...env },
    /runs at (http:\/\/[^/\s]+)/,
  )
  // What is measured is the site, not its limits.
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

/** Seconds of processor that a process has used so far (Linux: fields 14 and 15 of its stat, in ticks of 10 ms). */
export function cpuSeconds(pid: number): number {
  const fields = statOf(pid)
  return (Number(fields[11]) + Number(fields[12])) / 100
}

/** The fields of a process's stat behind its name: the first is its state, the second its parent. */
const statOf = (pid: number): string[] => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

/** A process and those that it started. */
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

/** Seconds of processor of a Postgres and its sessions; what ended in between is not in a difference of two. */
export const databaseSeconds = (postmaster: number): number =>
  familyOf(postmaster).reduce((sum, pid) => {
    try {
      return sum + cpuSeconds(pid)
    } catch {
      return sum
    }
  }, 0)
