import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** A package cache on loopback, through which the guest installs. */
export type Cache = { port: number; stop: () => Promise<void>; fetched: () => number }

/** True for files that never change under their name, as in the pool. Indexes change, and are requested again. */
const lasts = (path: string): boolean =>
  /^\/[a-z-]+\/pool\/.+\.(deb|udeb)$/.test(path) || path.includes('/by-hash/')

/** Decodes path parts: apt writes a version's `+` as `%2b`. File names contain neither that nor other encodings. */
function decoded(parts: readonly string[]): string[] {
  try {
    return parts.map(decodeURIComponent)
  } catch {
    return []
  }
}
const named = /^[A-Za-z0-9][A-Za-z0-9._+~:-]*$/

const plain = /^\/[a-z-]+(\/[A-Za-z0-9][A-Za-z0-9._+~%:-]*)+$/

/**
 * Starts the cache.
 * @param sources mirrors by the first folder of the path: `debian` → an address, or a folder of this machine
 * @param folder the folder for cached packages
 */
export async function startCache(sources: Readonly<Record<string, string>>, folder: string): Promise<Cache> {
  let fetched = 0
  await mkdir(folder, { recursive: true })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').split('?')[0] ?? ''
    const [, name = '', ...rest] = path.split('/')
    const mirror = Object.hasOwn(sources, name) ? sources[name] : undefined
    if (!mirror || !plain.test(path) || !['GET', 'HEAD'].includes(request.method ?? '')) {
      response.writeHead(404).end()
      return
    }
    if (mirror.startsWith('/')) {
      const names = decoded(rest)
      const file = join(mirror, ...names)
      const found = names.every((one) => named.test(one)) ? await stat(file).catch(() => null) : null
      if (!found?.isFile()) {
        response.writeHead(404).end()
        return
      }
      response.writeHead(200, { 'content-length': found.size })
      if (request.method === 'HEAD') response.end()
      else await pipeline(createReadStream(file), response)
      return
    }
    const kept = join(
      folder,
      createHash('sha256')
        .update(`${mirror}/${rest.join('/')}`)
        .digest('hex'),
    )
    if (lasts(path) && existsSync(kept)) {
      response.writeHead(200, { 'content-length': (await stat(kept)).size })
      if (request.method === 'HEAD') response.end()
      else await pipeline(createReadStream(kept), response)
      return
    }
    const got = await fetch(`${mirror}/${rest.join('/')}`, {
      method: request.method ?? 'GET',
      signal: AbortSignal.timeout(300_000),
    })
    const headers: Record<string, string> = {}
    for (const one of ['content-length', 'last-modified', 'content-type']) {
      const value = got.headers.get(one)
      if (value && !got.headers.get('content-encoding')) headers[one] = value
    }
    response.writeHead(got.status, headers)
    if (!got.body || request.method === 'HEAD') {
      response.end()
      return
    }
    fetched += 1
    if (!got.ok || !lasts(path)) {
      await pipeline(Readable.fromWeb(got.body as never), response)
      return
    }
    const half = `${kept}.${randomBytes(6).toString('hex')}.part`
    try {
      await pipeline(Readable.fromWeb(got.body as never), createWriteStream(half))
      await rename(half, kept)
    } finally {
      await rm(half, { force: true })
    }
    await pipeline(createReadStream(kept), response)
  }

  const server: Server = createServer((request, response) => {
    answer(request, response).catch(() => {
      if (response.headersSent) response.destroy()
      else response.writeHead(502).end()
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    fetched: () => fetched,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
