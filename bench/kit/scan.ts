import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import type { BenchSite } from './site'

/** A scanner's finding about one place. */
export type Finding = { what: string; where: string; detail: string }

/** A target of a scan: an address with its possible input. `session`: sent as a signed-in user. */
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
  /** The cookie of a signed-in user. */
  cookie: string
  /** The folder that the scanner writes to. */
  folder: string
  /** Seconds for the whole scan. */
  seconds: number
}

export type Report = { findings: Finding[]; runs: number; cut: number }

/** Runs a program for at most this many seconds, in its own process group, so that no child process remains. */
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

/** Returns the raw HTTP request, for scanners that read one from a file. */
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
    // Scanners change the body, so they set Content-Length themselves.
    ...(body ? [`Content-Type: ${type}`] : []),
    '',
    body,
  ].join('\r\n')
}

/** Counts the site's responses so far by status class (2xx, 4xx, …). */
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
