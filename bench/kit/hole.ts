import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'drizzle-orm'
import { db } from '@/db'

/**
 * A small site with the vulnerabilities that the scanners look for: concatenated SQL, and input echoed unescaped. If
 * they find these, it means something that they find none in the real site.
 */
export async function openHole(): Promise<{ origin: string; stop: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    const asked = url.searchParams.get('q') ?? ''
    const page = (status: number, body: string) =>
      response
        .writeHead(status, { 'content-type': 'text/html' })
        .end(`<!doctype html><title>x</title>${body}`)
    if (url.pathname === '/metrics') return page(404, 'none')
    if (url.pathname !== '/search') return page(200, '<a href="/search?q=1">search</a>')
    db()
      .execute<{ label: string }>(sql.raw(`select label from tags where id = ${asked}`))
      .then(
        // Several statements in one query return a list of results instead.
        ({ rows = [] }) => page(200, `${asked}: ${rows.map(({ label }) => label).join(', ')}`),
        (error: Error) =>
          page(500, `${asked}: ${(error.cause as Error | undefined)?.message ?? error.message}`),
      )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
