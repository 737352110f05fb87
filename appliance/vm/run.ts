import { type ChildProcess, spawn } from 'node:child_process'
import { chownSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Guest, qemuArguments } from '../plan/qemu'
import { guestOwner } from './owner'

/** A guest that runs. */
export type Running = {
  pid: number
  /** Settles with QEMU's exit code and what it said last. */
  ended: Promise<{ code: number | null; said: string }>
  /** Ends it, at once. */
  kill: () => Promise<void>
}

/** Guests that run: none outlives this process, however it ends. */
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

/** Gives everything in a folder to whom QEMU runs as. */
function handOver(folder: string, owner: { uid: number; gid: number }): void {
  chownSync(folder, owner.uid, owner.gid)
  for (const name of readdirSync(folder)) chownSync(join(folder, name), owner.uid, owner.gid)
}

/**
 * Starts a guest in a folder that holds its files. QEMU is in a group of its own, so that nothing of it is left behind.
 * @throws Error when qemu-system-x86_64 is not there
 */
export function start(guest: Guest, folder: string): Running {
  const owner = guestOwner(folder)
  if (owner) handOver(folder, owner)
  const child: ChildProcess = spawn('qemu-system-x86_64', qemuArguments(guest), {
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
          ? new Error('qemu-system-x86_64 is missing: apt-get install qemu-system-x86.')
          : error,
      ),
    )
    child.on('exit', (code) => resolve({ code, said: said.trim() }))
  })
  // Whoever waits for it hears of it; nobody has to.
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

/** The user ids under which a process runs: real, effective, saved, of files (proc(5)). */
export const userIdsOf = (pid: number): number[] =>
  /^Uid:\s+(.*)$/m
    .exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    ?.split(/\s+/)
    .map(Number) ?? []

/**
 * Reads lines of a file as it grows.
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
