import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { lookUp } from '@/core/look-up'
import { type BufferedResponse, respond } from '@/core/response'
import { CachedResponse } from '../cache/entry'

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.xml': 'application/xml; charset=utf-8',
  '.tgz': 'application/gzip',
}

const filesBelow = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder).flatMap((name) => {
        const path = join(folder, name)
        return statSync(path).isDirectory() ? filesBelow(path) : [path]
      })
    : []

const none: ReadonlySet<string> = new Set()

/** Every static file, read once at the start. Addresses not in it do not exist. */
export class Statics {
  private readonly entries = new Map<string, CachedResponse>()

  /** @param sources folder on disk, path prefix, and whether file names contain a hash of the content */
  constructor(sources: readonly { folder: string; prefix: string; immutable: boolean }[]) {
    for (const { folder, prefix, immutable } of sources) {
      for (const file of filesBelow(folder)) {
        const path = prefix + relative(folder, file).replaceAll('\\', '/')
        const type = lookUp(types, /\.[a-z0-9]+$/.exec(path)?.[0] ?? '')
        if (type)
          this.entries.set(
            path,
            new CachedResponse(fileAnswer(readFileSync(file), type, immutable), none, null, 'fixed'),
          )
      }
    }
  }

  get(path: string): CachedResponse | undefined {
    return this.entries.get(path)
  }

  /** Compresses scripts and stylesheets, one at a time, so that the first visitor does not wait. */
  async prepare(): Promise<void> {
    for (const [path, entry] of this.entries)
      if (/\.(css|js)$/.test(path)) for (const encoding of ['br', 'gzip'] as const) await entry.body(encoding)
  }

  /** Returns the first path with this start and end, e.g. the stylesheet with a hash in its name. */
  find(start: string, end: string): string | undefined {
    return [...this.entries.keys()].find((path) => path.startsWith(start) && path.endsWith(end))
  }
}

const fileAnswer = (body: Buffer, type: string, immutable: boolean): BufferedResponse =>
  respond(200, body, {
    'content-type': type,
    'cache-control': immutable ? 'public, max-age=31536000, immutable' : 'public, max-age=3600',
  })

/** Returns a short hash of files, for addresses that may be cached forever. */
export function contentHash(...files: string[]): string {
  const hash = createHash('sha256')
  for (const file of files) hash.update(readFileSync(file))
  return hash.digest('hex').slice(0, 12)
}
