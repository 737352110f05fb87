import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import type { BenchSite } from './site'

/** What a scanner has to say about one place. */
export type Finding = { what: string; where: string; detail: string }

/** What is scanned: addresses with everything that may be sent to them. `session`: as somebody who is signed in. */
export type Target = {
  method: 'GET' | 'POST' | 'PUT'
  path: string
  form?: string
  json?: unknown
  session?: true
}

export type Scan = {
  site: BenchSite
  targets: readonly Target[]
  /** The cookie of somebody who is signed in. */
  cookie: string
  /** A folder of its own to write to. */
  folder: string
  /** Seconds that all of it may take. */
  seconds: number
}

export type Report = { findings: Finding[]; runs: number; cut: number }

/** Runs a program for so many seconds at most, in a group of its own, so that nothing of it is left. */
export function bounded(
  program: string,
  args: readonly string[],
  { seconds, folder }: { seconds: number; folder: string },
): Promise<{ said: string; cut: boolean }> {
  mkdirSync(folder, { recursive: true })
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: folder,
      env: { ...process.env, HOME: folder, NO_COLOR: '1', PYTHONUNBUFFERED: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    let said = ''
    let cut = false
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (part: Buffer) => {
        if (said.length < 4_000_000) said += part.toString()
      })
    const timer = setTimeout(() => {
      cut = true
      if (child.pid) process.kill(-child.pid, 'SIGKILL')
    }, seconds * 1_000)
    child.once('error', reject)
    child.once('close', () => {
      clearTimeout(timer)
      resolve({ said, cut })
    })
  })
}

/** The request as it goes over the wire, for scanners that read one from a file. */
export function requestFile(
  { method, path, form, json, session }: Target,
  site: string,
  cookie: string,
): string {
  const body = json === undefined ? (form ?? '') : JSON.stringify(json)
  const type = json === undefined ? 'application/x-www-form-urlencoded' : 'application/json'
  return [
    `${method} ${path} HTTP/1.1`,
    `Host: ${new URL(site).host}`,
    `Origin: ${site}`,
    'User-Agent: Mozilla/5.0 (scan)',
    'Accept: text/html, application/json, */*',
    ...(session ? [`Cookie: ${cookie}`] : []),
    // How long it is the scanners say themselves: they change it.
    ...(body ? [`Content-Type: ${type}`] : []),
    '',
    body,
  ].join('\r\n')
}

/** How many answers of which hundred the site has given so far. */
export async function answered(origin: string): Promise<Record<string, number>> {
  const text = await (await fetch(`${origin}/metrics`)).text()
  const sums: Record<string, number> = {}
  for (const [, status = '', count] of text.matchAll(
    /^ibtsocs_requests_total\{[^}]*status="(\w+)"[^}]*\} (\d+)/gm,
  ))
    sums[status] = (sums[status] ?? 0) + Number(count)
  return sums
}

export const readJson = <T>(file: string): T | null => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T
  } catch {
    return null
  }
}
