import pg from 'pg'
import { maybeContext } from '@/core/context'
import { databaseError, isAway, readOnlyWhy } from '@/core/database-error'
import { databaseEnv } from '@/core/env'
import { connectionName } from '@/core/node-name'
import { processWide } from '@/core/process-wide'
import { readOnlyEnds, setReadOnly } from '@/core/read-only'
import { noteStatement } from '@/core/request'
import { TransactionLog } from './announced'
import { namePlans } from './plans'
import { onDeadConnections, refuseWhileSilent, silence, whileWaiting } from './silence'

/** Both module graphs use one pool, so that a process has no more than POOL_MAX connections. */
const shared = processWide('pool', () => ({
  current: null as pg.Pool | null,
  counters: { statements: 0, errors: 0 },
}))
const { counters } = shared

// Numbers above 2^53 cannot occur: ids come from sequences, counts from 32 bits.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/** Makes the request remember an unreachable database, because Next hides the error from our server. */
function noticed(error: unknown): unknown {
  const context = maybeContext()
  if (context && (isAway(error) || databaseError(error)?.kind === 'timeout')) context.databaseAway = true
  const why = readOnlyWhy(error)
  if (why) setReadOnly(why)
  return error
}

type Query = (...args: unknown[]) => Promise<unknown>

/** Watches every statement of a connection: its time, its outcome, and whether the database answers at all. */
function watchStatements(client: pg.PoolClient): void {
  const query = client.query as Query
  const log = new TransactionLog()
  /** Its transaction takes as long as it takes, such as a restore's. */
  let unlimited = false
  const { connection, processID } = client as pg.PoolClient & { connection: pg.Connection; processID: number }
  // Promises are dear on Node 20, and nearly every request sends a statement: one for each, without `async`.
  const watched: Query = (...args) => {
    counters.statements += 1
    const context = maybeContext()
    if (context) context.statements += 1
    const began = performance.now()
    const [first, values] = args
    const text = typeof first === 'string' ? first : ((first as { text?: string } | null)?.text ?? '')
    if (text.includes('statement_timeout')) unlimited = true
    let lost: Error | null = null
    const answered = whileWaiting({
      began,
      pid: processID,
      unlimited,
      // Nothing else ends a statement whose answer never comes: the driver's own limit leaves it in the connection.
      giveUp: (why) => {
        lost = why
        connection.stream.destroy()
      },
    })
    return (Reflect.apply(query, client, args) as Promise<unknown>).then(
      (result) => {
        answered()
        if (unlimited && /^\s*(?:commit|rollback\b(?! to))/i.test(text)) unlimited = false
        noteStatement(text, began, false)
        if (log.succeeded(text, values) && context) context.wrote = true
        return result
      },
      (error: unknown) => {
        answered()
        noteStatement(text, began, true)
        log.failed(text)
        throw noticed(lost ?? error)
      },
    )
  }
  client.query = watched as typeof client.query
}

/** Takes a connection from the pool, unless the database doesn't answer. */
async function acquire(connect: () => Promise<pg.PoolClient>): Promise<pg.PoolClient> {
  let done = () => {}
  try {
    refuseWhileSilent()
    const made = connect()
    const givenUp = new Promise<never>((_, reject) => {
      const finished = whileWaiting({ began: performance.now(), pid: null, giveUp: reject })
      done = () => void finished()
    })
    return await Promise.race([made, givenUp]).catch((error: unknown) => {
      // It may still come.
      made.then((client) => client.release()).catch(() => {})
      throw error
    })
  } catch (error) {
    throw noticed(error)
  } finally {
    done()
  }
}

function createPool(): pg.Pool {
  const { url, pooled, named, poolMax } = databaseEnv()
  namePlans(named)
  const pool = new pg.Pool({
    connectionString: url,
    max: poolMax,
    connectionTimeoutMillis: 4_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    application_name: connectionName('ibtsocs'),
    allowExitOnIdle: true,
    // Poolers refuse them; behind one they belong to the role (db/role-limits.ts).
    ...(pooled ? {} : { statement_timeout: 10_000, idle_in_transaction_session_timeout: 15_000 }),
  })
  // Without a listener, a restart of Postgres would end this process.
  pool.on('error', () => {
    counters.errors += 1
  })
  pool.on('connect', (client) => {
    // The pool does not listen to checked-out clients: a connection lost between two statements would be an uncaught
    // error.
    client.on('error', () => {})
    watchStatements(client)
  })
  const heard = new WeakMap<pg.PoolClient, number>()
  // A session keeps the default it started with, even if the database's default has changed since.
  pool.on('acquire', (client) => {
    // A pooler's connections are not ours.
    if (pooled) return
    const ends = readOnlyEnds()
    if ((heard.get(client) ?? 0) === ends) return
    heard.set(client, ends)
    client.query('set session characteristics as transaction read write').catch(() => {})
  })
  const connect = pool.connect.bind(pool) as () => Promise<pg.PoolClient>
  // One that is idle is there at once.
  pool.connect = (() =>
    pool.idleCount > 0 && !silence().silent ? connect() : acquire(connect)) as typeof pool.connect
  // Its own would run a statement late that we have already reported as never sent.
  const query: Query = async (...args) => {
    const client = await pool.connect()
    let failure: unknown
    try {
      return await (client.query as Query)(...args)
    } catch (error) {
      failure = error
      throw error
    } finally {
      client.release(isAway(failure))
    }
  }
  pool.query = query as typeof pool.query
  onDeadConnections(() => {
    for (let left = pool.idleCount; left > 0; left -= 1)
      connect().then(
        (client) => client.release(true),
        () => {},
      )
  })
  return pool
}

/** Returns the connection pool of this process, created on first use from DATABASE_URL. */
export function pool(): pg.Pool {
  shared.current ??= createPool()
  return shared.current
}

/** Closes all connections of this process's pool. */
export async function closePool(): Promise<void> {
  const ending = shared.current
  shared.current = null
  await ending?.end()
}

/** Statements sent and connections lost since start, for /metrics. */
export const databaseCounters = (): Readonly<typeof counters> => counters
