import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { readOnly } from '@/core/read-only'
import { slowStatements } from '@/core/request'
import { type BufferedResponse, textResponse } from '@/core/response'
import { databaseCounters, pool } from '@/db'
import { deliveryCounts } from '@/lib/delivery'
import type { PageCache } from './cache/page-cache'

export type Readiness = { ok: true } | { ok: false; why: string }

/** Whether the database answers and its schema is the one this build needs. */
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
      why: `the database does not answer (${(error as { code?: string }).code ?? 'no code'})`,
    }
  }
}

const isLoopback = (address: string | undefined): boolean => /^(::ffff:)?127\.|^::1$/.test(address ?? '')

function mayReadMetrics(request: IncomingMessage, token: string | undefined): boolean {
  // A proxy on this machine also comes from loopback, and says so.
  if (isLoopback(request.socket.remoteAddress) && request.headers['x-forwarded-for'] === undefined)
    return true
  const given = Buffer.from(request.headers.authorization ?? '')
  const right = Buffer.from(`Bearer ${token}`)
  return token !== undefined && given.length === right.length && timingSafeEqual(given, right)
}

/** Seconds; each answer counts in every bucket that is no smaller. */
const buckets = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10] as const
type Times = { counts: number[]; sum: number; all: number }
const counters = { requests: new Map<string, number>(), times: new Map<string, Times>() }
const lag = monitorEventLoopDelay({ resolution: 20 })
lag.enable()

function noteTime(route: string, seconds: number): void {
  const times = counters.times.get(route) ?? { counts: buckets.map(() => 0), sum: 0, all: 0 }
  for (let i = buckets.length - 1; i >= 0 && seconds <= (buckets[i] ?? 0); i -= 1)
    times.counts[i] = (times.counts[i] ?? 0) + 1
  times.sum += seconds
  times.all += 1
  counters.times.set(route, times)
}

/** How long answers took, in the form of a Prometheus histogram. */
function histogram(): string[] {
  const name = 'ibtsocs_request_seconds'
  const lines = [`# HELP ${name} How long answers took.`, `# TYPE ${name} histogram`]
  for (const [route, { counts, sum, all }] of counters.times) {
    const label = `route="${route}"`
    for (const [i, edge] of buckets.entries())
      lines.push(`${name}_bucket{${label},le="${edge}"} ${counts[i]}`)
    lines.push(
      `${name}_bucket{${label},le="+Inf"} ${all}`,
      `${name}_sum{${label}} ${sum}`,
      `${name}_count{${label}} ${all}`,
    )
  }
  return lines
}

/** Counts an answer by its kind, the hundreds of its status and how long it took. */
export function countAnswer(route: string, status: number, ms: number): void {
  noteTime(route, ms / 1_000)
  const key = `route="${route}",status="${Math.floor(status / 100)}xx"`
  counters.requests.set(key, (counters.requests.get(key) ?? 0) + 1)
}

function metrics(cache: PageCache): string {
  const lines: string[] = []
  const metric = (
    name: string,
    type: 'counter' | 'gauge',
    help: string,
    values: readonly [labels: string, value: number][],
  ) => {
    lines.push(`# HELP ibtsocs_${name} ${help}`, `# TYPE ibtsocs_${name} ${type}`)
    for (const [labels, value] of values) lines.push(`ibtsocs_${name}${labels && `{${labels}}`} ${value}`)
  }
  const { statements, errors } = databaseCounters()
  metric('requests_total', 'counter', 'Answers by kind and status.', [...counters.requests])
  metric(
    'page_cache_total',
    'counter',
    'Page cache look-ups by outcome.',
    Object.entries(cache.counts).map(([k, v]) => [`outcome="${k}"`, v]),
  )
  metric('page_cache_entries', 'gauge', 'Pages kept.', [['', cache.size.entries]])
  metric('page_cache_bytes', 'gauge', 'Memory that kept pages take.', [['', cache.size.bytes]])
  metric('db_statements_total', 'counter', 'SQL statements sent by our server (pages count apart).', [
    ['', statements],
  ])
  metric('db_connection_errors_total', 'counter', 'Idle connections that broke.', [['', errors]])
  metric('db_connections', 'gauge', 'Connections open.', [['', pool().totalCount]])
  metric('db_connections_waiting', 'gauge', 'Requests that wait for a connection.', [
    ['', pool().waitingCount],
  ])
  metric('db_slow_statements_total', 'counter', 'Statements slower than SLOW_STATEMENT_MS.', [
    ['', slowStatements()],
  ])
  metric(
    'event_loop_lag_seconds',
    'gauge',
    'How late the event loop is, 99th percentile since the last time.',
    [['', lag.percentile(99) / 1e9]],
  )
  lag.reset()
  metric('cpu_seconds_total', 'counter', 'Processor time used.', [
    ['', (process.cpuUsage().user + process.cpuUsage().system) / 1e6],
  ])
  metric(
    'deliveries_total',
    'counter',
    'Mails and pushes by how an attempt ended.',
    Object.entries(deliveryCounts()).map(([k, v]) => [`outcome="${k}"`, v]),
  )
  metric('read_only', 'gauge', 'Whether nothing can be written just now.', [['', readOnly() ? 1 : 0]])
  metric('resident_memory_bytes', 'gauge', 'Memory of the process.', [['', process.memoryUsage.rss()]])
  metric('uptime_seconds', 'gauge', 'Seconds since the start.', [['', Math.round(process.uptime())]])
  return [...lines, ...histogram()].join('\n')
}

/** `/healthz`, `/readyz` and `/metrics`. */
export async function healthAnswer(
  request: IncomingMessage,
  path: string,
  state: { cache: PageCache; migrations: number; metricsToken: string | undefined },
): Promise<BufferedResponse> {
  if (path === '/healthz') return textResponse(200, 'ok')
  if (path === '/metrics') {
    if (!mayReadMetrics(request, state.metricsToken))
      return textResponse(403, 'Only from this machine or with a token.')
    return textResponse(200, metrics(state.cache), {
      'content-type': 'text/plain; version=0.0.4; charset=utf-8',
    })
  }
  const ready = await readiness(state.migrations)
  return ready.ok ? textResponse(200, 'ok') : textResponse(503, ready.why, { 'retry-after': '5' })
}
