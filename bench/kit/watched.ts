import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { familyOf } from './site'

/** What a program cost. */
export type Cost = { seconds: number; megabytes: number }

const peakOf = (pid: number): number => {
  try {
    return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024
  } catch {
    return 0
  }
}

/**
 * Runs a program to its end.
 * @param counts which of its children count; a database that it starts does not
 * @returns the time, and the sum of the peaks in memory of the program and its children
 * @throws Error with what it said if it fails
 */
export async function watched(
  command: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Cost> {
  const began = performance.now()
  const child = spawn(command, args, {
    env: { ...process.env, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const peaks = new Map<number, number>()
  const timer = setInterval(() => {
    if (child.pid === undefined) return
    for (const pid of familyOf(child.pid)) peaks.set(pid, Math.max(peaks.get(pid) ?? 0, peakOf(pid)))
  }, 100)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  }).finally(() => clearInterval(timer))
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}: ${said}`)
  return {
    seconds: Math.round((performance.now() - began) / 10) / 100,
    megabytes: Math.round([...peaks.values()].reduce((sum, each) => sum + each, 0)),
  }
}
