import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { keptHtmlSize } from '@/core/kept-html'
import { readOnly } from '@/core/read-only'
import { slowStatements } from '@/core/request'
import { databaseCounters, pool } from '@/db'
import { replicaCounters } from '@/db/replica'
import { silence } from '@/db/silence'
import { deliveryCounts } from '@/lib/delivery'
import { isSharedStoreAway } from '@/lib/rate-limit'
import { purgeCounts } from './front-cache'
import { hearing } from './hearing'
import type { Site } from './site'
import { addDeliveryMetrics, addOperatorMetrics } from './stored-metrics'

const registry = new Registry()
const registers = [registry]

const lag = monitorEventLoopDelay({ resolution: 20 })
lag.enable()

/** The site whose caches the metrics read; each process has one. */
let watched: Site | null = null

/** Requests by route and status, counted without the library's lookup by labels for each of them. */
const requests = new Map<string, Map<string, number>>()

const times = new Histogram({
  name: 'ibtsocs_request_seconds',
  help: 'Response time.',
  labelNames: ['route'],
  buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
  registers,
})

/** Adds a gauge that is read on each scrape. */
function gauge(name: string, help: string, read: () => number): void {
  new Gauge({
    name: `ibtsocs_${name}`,
    help,
    registers,
    collect() {
      this.set(read())
    },
  })
}

/** Adds a counter whose counts are stored elsewhere, by label values. The list of values is empty without labels. */
function count(
  name: string,
  help: string,
  labels: readonly string[],
  read: () => [string[], number][],
): void {
  new Counter({
    name: `ibtsocs_${name}`,
    help,
    labelNames: [...labels],
    registers,
    collect() {
      this.reset()
      for (const [values, value] of read()) this.labels(...values).inc(value)
    },
  })
}

const plain = (read: () => number) => (): [string[], number][] => [[[], read()]]
const byName = (counts: Readonly<Record<string, number>>): [string[], number][] =>
  Object.entries(counts).map(([name, value]) => [[name], value])

count('requests_total', 'Responses by kind and status.', ['route', 'status'], () =>
  [...requests].flatMap(([route, statuses]) =>
    [...statuses].map(([status, value]): [string[], number] => [[route, status], value]),
  ),
)
count('page_cache_total', 'Page cache look-ups by outcome.', ['outcome'], () =>
  watched ? byName(watched.cache.counts) : [],
)
gauge('page_cache_entries', 'Pages kept.', () => watched?.cache.size.entries ?? 0)
gauge('page_cache_bytes', 'Memory that kept pages take.', () => watched?.cache.size.bytes ?? 0)
gauge(
  'page_frames',
  'Frames kept, from which personal pages are made.',
  () => watched?.pages.frames.size ?? 0,
)
count(
  'pages_made_total',
  'Pages made by Next: for their frame, or for one reader.',
  [],
  plain(() => watched?.pages.made ?? 0),
)
gauge('kept_html_entries', 'Cards and comments kept as HTML.', () => keptHtmlSize().entries)
gauge('kept_html_bytes', 'The bytes of kept HTML.', () => keptHtmlSize().bytes)
count(
  'db_statements_total',
  'SQL statements sent by this process.',
  [],
  plain(() => databaseCounters().statements),
)
count(
  'db_connection_errors_total',
  'Idle connections that broke.',
  [],
  plain(() => databaseCounters().errors),
)
gauge('db_connections', 'Connections open.', () => pool().totalCount)
count('front_purges_total', 'Purges of caches in front: taken, and tries that failed.', ['outcome'], () =>
  byName(purgeCounts),
)
count('replica_reads_total', 'Readings for which a replica was asked, by how that ended.', ['outcome'], () =>
  byName(replicaCounters()),
)
gauge('db_silent', 'Whether the database gives no answer at all.', () => (silence().silent ? 1 : 0))
count(
  'db_given_up_total',
  'Statements and connections given up because no answer came.',
  [],
  plain(() => silence().givenUp),
)
gauge('invalidations_deaf', 'Whether what other processes change may be missed.', () =>
  hearing().deaf ? 1 : 0,
)
count(
  'invalidation_connections_total',
  'Connections made to hear what other processes change.',
  [],
  plain(() => hearing().connections),
)
gauge('db_connections_waiting', 'Requests that wait for a connection.', () => pool().waitingCount)
count('db_slow_statements_total', 'Statements slower than SLOW_STATEMENT_MS.', [], plain(slowStatements))
gauge('event_loop_lag_seconds', 'How late the event loop is, 99th percentile since the last time.', () => {
  const late = lag.percentile(99) / 1e9
  lag.reset()
  return late
})
count(
  'cpu_seconds_total',
  'Processor time used.',
  [],
  plain(() => (process.cpuUsage().user + process.cpuUsage().system) / 1e6),
)
count('deliveries_total', 'Emails and pushes by how an attempt ended.', ['outcome'], () =>
  byName(deliveryCounts()),
)
gauge('shared_limits_away', 'Whether REDIS_URL is set and its store is not there.', () =>
  isSharedStoreAway() ? 1 : 0,
)
gauge('read_only', 'Whether nothing can be written just now.', () => (readOnly() ? 1 : 0))
gauge('resident_memory_bytes', 'Memory of the process.', () => process.memoryUsage.rss())
gauge('uptime_seconds', 'Seconds since the start.', () => Math.round(process.uptime()))

addDeliveryMetrics(registers)
addOperatorMetrics(registers)

const timers = new Map<string, ReturnType<typeof times.labels>>()

/** Counts a response by its route, status class and duration in milliseconds. */
export function countAnswer(route: string, status: number, ms: number): void {
  const timer = timers.get(route) ?? times.labels(route)
  timers.set(route, timer)
  timer.observe(ms / 1_000)
  const statuses = requests.get(route) ?? new Map<string, number>()
  requests.set(route, statuses)
  const hundreds = `${Math.floor(status / 100)}xx`
  statuses.set(hundreds, (statuses.get(hundreds) ?? 0) + 1)
}

/**
 * Returns all metrics in Prometheus text format.
 * @param site of this process
 */
export function metrics(site: Site): Promise<string> {
  watched = site
  return registry.metrics()
}

/** The media type of the text from `metrics`. */
export const metricsType = registry.contentType
