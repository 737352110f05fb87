import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before } from 'node:test'
import { databaseReady, ownDatabase } from './database'

/** The real server, built, on its own port and database. */
export type TestServer = {
  /** The origin, known once the tests run. */
  origin: string
  /** The data folder, where emails arrive. */
  data: string
  /** Sends a request with same-origin headers; cookies are given by name. */
  send: (method: string, path: string, options?: SendOptions) => Promise<Response>
  process: () => ChildProcess
}

export type SendOptions = {
  headers?: Record<string, string>
  token?: string
  cookies?: Record<string, string>
  json?: unknown
  form?: Record<string, string | string[]>
  body?: string | Uint8Array
}

/**
 * Starts the server for a test file.
 * @param env more environment for it
 */
export function ownServer(env: Record<string, string> = {}): TestServer {
  ownDatabase('starter')
  return serverOn(env)
}

/** Starts the server on the database in DATABASE_URL when the tests begin. */
export function serverOn(env: Record<string, string> = {}): TestServer {
  const data = mkdtempSync(join(tmpdir(), 'ibtsocs-server-'))
  let child: ChildProcess | null = null
  const server: TestServer = {
    origin: '',
    data,
    process: () => child as ChildProcess,
    send: (...args) => send(server.origin, ...args),
  }
  before(async () => {
    await databaseReady()
    // A site behind a proxy prints the proxy's address, so its own must be known before.
    const port = env.SITE_URL ? await freePort() : 0
    const started = spawn(process.execPath, ['dist/server.mjs'], {
      env: {
        ...process.env,
        NODE_ENV: 'production',
        PORT: String(port),
        IBTSOCS_DATA: data,
        NEXT_TELEMETRY_DISABLED: '1',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    child = started
    server.origin = await new Promise<string>((resolve, reject) => {
      let said = ''
      started.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString()
        const found = /runs at (https?:\/\/[^/\s]+)/.exec(said)?.[1]
        if (found) resolve(port ? `http://127.0.0.1:${port}` : found)
      })
      started.on('exit', (code) => reject(new Error(`the server ended with ${code}: ${said}`)))
    })
  })
  after(async () => {
    if (child && child.exitCode === null) {
      const gone = new Promise((resolve) => child?.once('exit', resolve))
      child.kill('SIGTERM')
      await gone
    }
    rmSync(data, { recursive: true, force: true })
  })
  return server
}

/** Returns a port that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}

function send(origin: string, method: string, path: string, options: SendOptions = {}): Promise<Response> {
  const { headers = {}, token, cookies, json, form, body } = options
  const all: Record<string, string> = {
    ...(token ? { Authorization: `Bearer ${token}` } : { Origin: origin }),
    'User-Agent': 'test',
    ...headers,
  }
  if (cookies) {
    all.Cookie = Object.entries(cookies)
      .map(([name, value]) => `${name}=${value}`)
      .join('; ')
  }
  let content: BodyInit | undefined =
    body === undefined ? undefined : typeof body === 'string' ? body : new Uint8Array(body)
  if (json !== undefined) {
    content = JSON.stringify(json)
    all['Content-Type'] ??= 'application/json'
  }
  if (form) {
    const list = Object.entries(form).flatMap(([name, value]) =>
      Array.isArray(value) ? value.map((one) => [name, one]) : [[name, value]],
    )
    content = new URLSearchParams(list as [string, string][]).toString()
    all['Content-Type'] ??= 'application/x-www-form-urlencoded'
  }
  return fetch(origin + path, {
    method,
    headers: all,
    redirect: 'manual',
    ...(content === undefined ? {} : { body: content }),
  })
}

/** Returns the cookies that a response sets, by name. */
export function cookiesOf(response: Response): Record<string, string> {
  return Object.fromEntries(
    response.headers.getSetCookie().map((line) => {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      return [pair.slice(0, at), pair.slice(at + 1)]
    }),
  )
}
