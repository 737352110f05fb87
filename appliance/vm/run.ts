import type { ChildProcess } from 'node:child_process'
import { chownSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { launch } from '../host/programs'
import { type Guest, qemuArguments } from '../plan/qemu'
import { guestOwner } from './owner'

/** A running guest. */
export type Running = {
  pid: number
  /** Settles with QEMU's exit code and its last output. */
  ended: Promise<{ code: number | null; said: string }>
  /** Kills it at once. */
  kill: () => Promise<void>
}

/** Running guests. None outlives this process, however it ends. */
const alive = new Set<ChildProcess>()

function end(child: ChildProcess): void {
  if (child.exitCode !== null || !child.pid) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    child.kill('SIGKILL')
  }
}

function endAll(): void {
  for (const child of alive) end(child)
}

/** Gives everything in a folder to the user that QEMU runs as. */
function handOver(folder: string, owner: { uid: number; gid: number }): void {
  chownSync(folder, owner.uid, owner.gid)
  for (const name of readdirSync(folder)) chownSync(join(folder, name), owner.uid, owner.gid)
}

/**
 * Starts a guest in a folder with its files. QEMU gets its own process group, so that none of its processes are left
 * behind.
 * @throws Error if qemu-system-x86_64 is not installed
 */
export function start(guest: Guest, folder: string): Running {
  const owner = guestOwner(folder)
  if (owner) handOver(folder, owner)
  const child: ChildProcess = launch('qemu-system-x86_64', qemuArguments(guest), {
    cwd: folder,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(owner ?? {}),
  })
  if (alive.size === 0) process.once('exit', endAll)
  alive.add(child)
  child.once('exit', () => {
    alive.delete(child)
    if (alive.size === 0) process.off('exit', endAll)
  })
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4_000)
  })
  const ended = new Promise<{ code: number | null; said: string }>((resolve, reject) => {
    child.on('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'ENOENT'
          ? new Error('qemu-system-x86_64 isn’t installed: apt-get install qemu-system-x86.')
          : error,
      ),
    )
    child.on('exit', (code) => resolve({ code, said: said.trim() }))
  })
  // Callers may await the rejection, but need not.
  ended.catch(() => {})
  return {
    pid: child.pid ?? 0,
    ended,
    async kill() {
      end(child)
      await ended.catch(() => {})
    },
  }
}

/** Returns the user ids of a process: real, effective, saved, file system (proc(5)). */
export const userIdsOf = (pid: number): number[] =>
  /^Uid:\s+(.*)$/m
    .exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    ?.split(/\s+/)
    .map(Number) ?? []

/**
 * Yields the lines of a growing file.
 * @param until ends it
 */
export async function* follow(file: string, until: AbortSignal): AsyncGenerator<string> {
  while (!existsSync(file) && !until.aborted) await sleep(50)
  if (!existsSync(file)) return
  const handle = await open(file)
  let rest = ''
  try {
    const buffer = Buffer.alloc(65_536)
    for (let position = 0; ; ) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, position)
      position += bytesRead
      if (bytesRead === 0) {
        if (until.aborted) break
        await sleep(100)
        continue
      }
      const lines = (rest + buffer.toString('utf8', 0, bytesRead)).split(/\r?\n/)
      rest = lines.pop() ?? ''
      yield* lines
    }
    if (rest) yield rest
  } finally {
    await handle.close()
  }
}
