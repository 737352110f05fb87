import pg from 'pg'
import { context } from '@/core/context'
import { databaseEnv } from '@/core/env'
import { connectionName } from '@/core/node-name'
import { processWide } from '@/core/process-wide'
import { type Connection, db, drizzleOn, pool } from '.'
import { Freshness, isFresh } from './freshness'
import {
  type LogPosition,
  positionOf,
  primaryPositionText,
  replicaPositionText,
  writtenPosition,
} from './log-position'

/** Milliseconds: for a connection to a replica, for a reading, until a replica that failed is tried again, between two looks. */
const [connecting, reading, pause, interval] = [300, 1_000, 1_000, 2_000]

type Row = Parameters<typeof positionOf>[0]

/** Returns where the primary writes now. */
const primaryPosition = async (): Promise<LogPosition | null> =>
  positionOf((await pool().query<NonNullable<Row>>(primaryPositionText)).rows[0])

const state = processWide('replica', () => ({
  pool: null as pg.Pool | null,
  freshness: new Freshness(primaryPosition),
  awayUntil: 0,
  isLearning: false,
  counters: { read: 0, stale: 0, failed: 0 },
}))
const { freshness, counters } = state

/** How far each connection's replica was. It never goes back: a replica that is rewound closes its connections. */
const positions = new WeakMap<pg.PoolClient, LogPosition>()

function replicas(url: string): pg.Pool {
  if (state.pool) return state.pool
  state.pool = new pg.Pool({
    connectionString: url,
    max: databaseEnv().poolMax,
    connectionTimeoutMillis: connecting,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    application_name: connectionName('ibtsocs-read'),
    allowExitOnIdle: true,
  })
  state.pool.on('error', () => {})
  state.pool.on('connect', (client) => void client.on('error', () => {}))
  return state.pool
}

/** Settles like `work`, or rejects after `limit` milliseconds. */
function within<T>(limit: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The replica doesn’t answer.')), limit)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

async function hasReplayed(client: pg.PoolClient, needed: LogPosition): Promise<boolean> {
  if (isFresh(positions.get(client) ?? null, needed)) return true
  const { rows } = await client.query<NonNullable<Row>>(replicaPositionText)
  const now = positionOf(rows[0])
  if (now) positions.set(client, now)
  return isFresh(now, needed)
}

/**
 * Reads from a replica (`DATABASE_REPLICA_URL`) if that has everything that this reader has written, everything that was
 * removed, and everything older than a few seconds. Otherwise, and whenever a replica is away, slow or no replica any more,
 * reads from the primary. For personal pages alone: what others may get from memory is read from the primary.
 * @param work sends its statements on the connection that it is given, and changes nothing; may run twice
 */
export async function fromReplica<T>(work: (on: Connection) => Promise<T>): Promise<T> {
  const { replicaUrl } = databaseEnv()
  if (!replicaUrl) return work(db())
  const { readAfter, wrote } = context()
  const needed = wrote ? null : freshness.needed(readAfter)
  if (!needed || Date.now() < state.awayUntil) return work(db())
  let client: pg.PoolClient | null = null
  let isBroken = true
  try {
    client = await replicas(replicaUrl).connect()
    const on = client
    const found = await within(
      reading,
      (async () => ((await hasReplayed(on, needed)) ? { read: await work(drizzleOn(on)) } : null))(),
    )
    isBroken = false
    if (found) {
      counters.read += 1
      return found.read
    }
    counters.stale += 1
  } catch {
    // A replica must cost nobody an error. If the fault is in the statement, the primary reports it.
    counters.failed += 1
    state.awayUntil = Date.now() + pause
  } finally {
    client?.release(isBroken)
  }
  return work(db())
}

/** Asks the primary until all removals are covered. */
async function learn(): Promise<void> {
  if (state.isLearning) return
  state.isLearning = true
  try {
    while (freshness.isBehind) await freshness.learn(false)
  } catch {
    // The primary is away; the next regular look covers them.
  } finally {
    state.isLearning = false
  }
}

/** Notes that something was removed: a replica is read again once it is known to have replayed that. */
export function noteRemoval(): void {
  if (!databaseEnv().replicaUrl) return
  freshness.noteRemoval()
  void learn()
}

/** Notes whether removals by other processes may be missed; meanwhile no replica is read. */
export function noteDeafness(isDeaf: boolean): void {
  freshness.noteDeafness(isDeaf)
  if (databaseEnv().replicaUrl) void learn()
}

/** Begins to look regularly how far the primary is. @returns a function that ends it and closes the connections */
export function followReplica(): () => Promise<void> {
  const look = () => void (databaseEnv().replicaUrl && freshness.learn(true).catch(() => {}))
  look()
  const timer = setInterval(look, interval).unref()
  return async () => {
    clearInterval(timer)
    const ending = state.pool
    state.pool = null
    await ending?.end()
  }
}

/** True if pages may be read from replicas. */
export const hasReplica = (): boolean => Boolean(databaseEnv().replicaUrl)

/**
 * Returns what a browser that has just written sends along with its next requests (`readPosition`); `unknown` if the primary can't be
 * asked: then its pages are read from the primary.
 */
export const positionAfterWrite = async (): Promise<string> => {
  const now = await primaryPosition().catch(() => null)
  return now ? writtenPosition(now) : 'unknown'
}

/** Readings from replicas; those that a replica was too far behind for, and those that failed. For /metrics. */
export const replicaCounters = (): Readonly<typeof counters> => counters
