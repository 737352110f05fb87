import { spawn } from 'node:child_process'
import { fire, type Load, wired } from './wire'

export type { Load } from './wire'

type Options = { at?: number; seconds?: number; headers?: Record<string, string> }

const milliseconds = (text: string | undefined): number => {
  const [, number = 'NaN', unit] = /^([\d.]+)(us|ms|s)$/.exec(text ?? '') ?? []
  return Number(number) * (unit === 'us' ? 0.001 : unit === 's' ? 1_000 : 1)
}

/** Runs Debian's `wrk`, which costs very little CPU; null where it is not installed. */
function byWrk(url: string, { at = 16, seconds = 6, headers = {} }: Options): Promise<Load | null> {
  const lines = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`])
  const child = spawn('wrk', [
    '-t1',
    `-c${at}`,
    `-d${seconds}s`,
    '--timeout',
    '20s',
    '--latency',
    ...lines,
    url,
  ])
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  return new Promise((resolve, reject) => {
    child.on('error', () => resolve(null))
    child.on('close', () => {
      const [, requests, took] = /(\d+) requests in ([\d.]+)s/.exec(said) ?? []
      if (!requests || /Non-2xx|Socket errors/.test(said)) return reject(new Error(`${url}: ${said}`))
      resolve({
        requests: Number(requests),
        perSecond: Number(requests) / Number(took),
        p50: milliseconds(/^\s+50%\s+(\S+)/m.exec(said)?.[1]),
        p99: milliseconds(/^\s+99%\s+(\S+)/m.exec(said)?.[1]),
        bytes: 0,
      })
    })
  })
}

/** Requests one address repeatedly over keep-alive connections; every response must be 200. */
export async function load(url: string, options: Options = {}): Promise<Load> {
  const { origin, pathname, search } = new URL(url)
  const shot = wired(origin, pathname + search, { headers: options.headers ?? {} })
  // Our own client first: it measures the size of a response in bytes.
  const { bytes } = await fire(origin, () => shot, { ...options, at: 1, seconds: 0.01 })
  const found = await byWrk(url, options)
  return { ...(found ?? (await fire(origin, () => shot, options))), bytes }
}
