import { existsSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** The state of a running server, from postmaster.pid. */
export type Postmaster = { pid: number; ready: boolean }

/** Parses `postmaster.pid`: line 1 is the process, line 8 its state. */
export function readPostmaster(pgdata: string): Postmaster | null {
  try {
    const lines = readFileSync(join(pgdata, 'postmaster.pid'), 'utf8').split('\n')
    const pid = Number(lines[0])
    return Number.isInteger(pid) && pid > 0 ? { pid, ready: lines[7]?.trim() === 'ready' } : null
  } catch {
    return null
  }
}

/** Returns `gone`, `zombie` (dead, but not reaped by its parent) or `alive`. */
export function processState(pid: number): 'gone' | 'zombie' | 'alive' {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z') ? 'zombie' : 'alive'
  } catch {
    if (existsSync('/proc/self')) return 'gone'
  }
  try {
    process.kill(pid, 0)
    return 'alive'
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? 'alive' : 'gone'
  }
}

/** True if the process is a Postgres that runs in this data folder; process ids are reused. */
function isOurs(pid: number, pgdata: string): boolean {
  if (!existsSync('/proc/self')) return true
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(pgdata)
  } catch {
    // For another user's process only the name is readable.
    try {
      return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'postgres'
    } catch {
      return false
    }
  }
}

/**
 * Returns the server that already runs on a data folder, if any. Waits for a zombie to be reaped, and removes a
 * `postmaster.pid` whose process is gone or is a different program.
 */
export async function runningPostmaster(pgdata: string): Promise<Postmaster | null> {
  for (let waited = 0; waited < 15_000; waited += 100) {
    const found = readPostmaster(pgdata)
    if (!found) return null
    const state = processState(found.pid)
    if (state === 'alive' && isOurs(found.pid, pgdata)) return found
    if (state !== 'zombie') {
      rmSync(join(pgdata, 'postmaster.pid'), { force: true })
      return null
    }
    await sleep(100)
  }
  throw new Error(
    `The old database process of ${pgdata} is dead but has not been reaped; start again in a moment.`,
  )
}

/** Waits until the server accepts connections. @throws Error if its process exits or the time is up */
export async function waitUntilReady(pgdata: string, pid: number, seconds: number): Promise<void> {
  const end = Date.now() + seconds * 1000
  while (Date.now() < end) {
    if (readPostmaster(pgdata)?.ready) return
    if (processState(pid) !== 'alive') throw new Error('it ended while starting')
    await sleep(50)
  }
  throw new Error(`it was not ready after ${seconds} s`)
}

/** Requests a fast, clean shutdown and waits; after `seconds`, an immediate one. */
export async function stopPostmaster(pid: number, seconds: number): Promise<void> {
  for (const [signal, wait] of [
    ['SIGINT', seconds],
    ['SIGQUIT', 5],
  ] as const) {
    try {
      process.kill(pid, signal)
    } catch {
      return
    }
    for (const end = Date.now() + wait * 1000; Date.now() < end; ) {
      if (processState(pid) !== 'alive') return
      await sleep(25)
    }
  }
}
