import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { type BufferedResponse, textResponse } from '@/core/response'
import { pool } from '@/db'
import { draining } from './draining'
import { connectionAddress } from './http/proxy-protocol'
import { metrics, metricsType } from './metrics'
import type { Site } from './site'

export type Readiness = { ok: true } | { ok: false; why: string }

/** Checks that the database responds and that its schema is the one this build needs. */
export async function readiness(migrations: number): Promise<Readiness> {
  try {
    const { rows } = await pool().query<{ count: number }>(
      'select count(*)::int as count from drizzle.__drizzle_migrations',
    )
    const applied = rows[0]?.count ?? 0
    return applied >= migrations
      ? { ok: true }
      : { ok: false, why: `${migrations - applied} migrations are missing` }
  } catch (error) {
    return {
      ok: false,
      why: `the database doesn’t respond (${(error as { code?: string }).code ?? 'no code'})`,
    }
  }
}

const isLoopback = (address: string | undefined): boolean => /^(::ffff:)?127\.|^::1$/.test(address ?? '')

function mayReadMetrics(request: IncomingMessage, token: string | undefined): boolean {
  // A proxy on this machine also connects from loopback, but tells whom it was asked by.
  const { 'x-forwarded-for': list, forwarded } = request.headers
  if (isLoopback(connectionAddress(request.socket)) && list === undefined && forwarded === undefined)
    return true
  const given = Buffer.from(request.headers.authorization ?? '')
  const right = Buffer.from(`Bearer ${token}`)
  return token !== undefined && given.length === right.length && timingSafeEqual(given, right)
}

/**
 * Tells whether this node can still serve pages, from the database or from memory. With `/readyz` all nodes leave a balancer at once
 * when the database goes, and nobody sees the pages that they remember.
 */
function readable(site: Site, ready: Readiness): Readiness & { text: string } {
  if (ready.ok) return { ...ready, text: 'ok' }
  const { entries } = site.cache.size
  return entries > 0
    ? { ok: true, text: `${entries} pages from memory: ${ready.why}` }
    : { ...ready, text: ready.why }
}

/** Responds to `/healthz`, `/readyz`, `/readz` and `/metrics`. */
export async function healthAnswer(
  request: IncomingMessage,
  path: string,
  state: { site: Site; migrations: number; metricsToken: string | undefined },
): Promise<BufferedResponse> {
  if (path === '/healthz') return textResponse(200, 'ok')
  if (path === '/metrics') {
    if (!mayReadMetrics(request, state.metricsToken))
      return textResponse(403, 'Only from this machine or with a token.')
    const text = (await metrics(state.site)).trimEnd()
    return textResponse(200, text, { 'content-type': metricsType })
  }
  if (draining()) return textResponse(503, 'This process ends.', { 'retry-after': '5' })
  const ready = await readiness(state.migrations)
  if (path === '/readz') {
    const { ok, text } = readable(state.site, ready)
    return textResponse(ok ? 200 : 503, text, ok ? {} : { 'retry-after': '5' })
  }
  return ready.ok ? textResponse(200, 'ok') : textResponse(503, ready.why, { 'retry-after': '5' })
}
