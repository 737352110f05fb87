import { AsyncResource } from 'node:async_hooks'
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { maybeContext } from '@/core/context'
import { databaseError, isAway, readOnlyWhy } from '@/core/database-error'
import { readOnlyEnds, setReadOnly } from '@/core/read-only'
import { noteStatement } from '@/core/request'
import * as schema from './schema'

const counters = { statements: 0, errors: 0 }

// Numbers above 2^53 cannot occur: ids come from sequences, counts from 32 bits.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/** Wraps a function so that the request remembers an unreachable database: Next hides the error from our server. */
function noticing<F>(method: F): F {
  return function (this: pg.Pool, ...args: unknown[]) {
    const answer: unknown = Reflect.apply(method as (...args: unknown[]) => unknown, this, args)
    if (!(answer instanceof Promise)) return answer
    return answer.catch((error: unknown) => {
      const context = maybeContext()
      if (context && (isAway(error) || databaseError(error)?.kind === 'timeout')) context.databaseAway = true
      const why = readOnlyWhy(error)
      if (why) setReadOnly(why)
      throw error
    })
  } as F
}

const inTransaction = new WeakSet<pg.PoolClient>()

/**
 * True if a successful statement may have changed the database: a commit, or a write outside a transaction. Functions
 * that write are called by a bare `select` only in places where no other statement follows.
 */
function leavesSomething(client: pg.PoolClient, text: string): boolean {
  const [word = ''] = /^\s*[a-z]+/i.exec(text.toLowerCase()) ?? []
  switch (word.trim()) {
    case 'begin':
      inTransaction.add(client)
      return false
    case 'commit':
    case 'rollback':
      if (!/^\s*rollback to/i.test(text)) inTransaction.delete(client)
      return word.trim() === 'commit'
    case 'select':
    case 'set':
    case 'savepoint':
    case 'release':
      return false
    default:
      return !inTransaction.has(client)
  }
}

function createPool(): pg.Pool {
  const pool = new pg.Pool({
    connectionString: process.env.DATABASE_URL,
    max: 12,
    connectionTimeoutMillis: 4_000,
    idleTimeoutMillis: 60_000,
    statement_timeout: 10_000,
    idle_in_transaction_session_timeout: 15_000,
    application_name: 'ibtsocs',
    allowExitOnIdle: true,
  })
  // Without a listener, a restart of Postgres would end this process.
  pool.on('error', () => {
    counters.errors += 1
  })
  pool.on('connect', (client) => {
    // The pool does not listen to checked-out clients: a connection lost between two statements would be an uncaught
    // error.
    client.on('error', () => {})
    const query = client.query
    client.query = function (this: pg.PoolClient, ...args: unknown[]) {
      counters.statements += 1
      const context = maybeContext()
      if (context) context.statements += 1
      const began = performance.now()
      const [first] = args
      const text = typeof first === 'string' ? first : ((first as { text?: string } | null)?.text ?? '')
      const note = AsyncResource.bind((failed: boolean) => {
        noteStatement(text, began, failed)
        if (!failed && leavesSomething(client, text) && context) context.wrote = true
      })
      // The pool's own `query` passes a callback.
      const callback = args.at(-1)
      if (typeof callback === 'function')
        args[args.length - 1] = function (this: unknown, error: unknown, ...rest: unknown[]) {
          note(Boolean(error))
          return Reflect.apply(callback, this, [error, ...rest])
        }
      const made: unknown = Reflect.apply(noticing(query), this, args)
      if (made instanceof Promise)
        made.then(
          () => note(false),
          () => note(true),
        )
      return made
    } as typeof client.query
  })
  const heard = new WeakMap<pg.PoolClient, number>()
  // A session keeps the default it started with, even if the database's default has changed since.
  pool.on('acquire', (client) => {
    const ends = readOnlyEnds()
    if ((heard.get(client) ?? 0) === ends) return
    heard.set(client, ends)
    client.query('set session characteristics as transaction read write').catch(() => {})
  })
  const connect = pool.connect
  // A callback that waits for a connection would run in the context of the request that returns one.
  pool.connect = noticing(function (this: pg.Pool, callback?: unknown) {
    const args = typeof callback === 'function' ? [AsyncResource.bind(callback as () => void)] : []
    return Reflect.apply(connect, this, args) as unknown
  } as typeof connect)
  pool.query = noticing(pool.query)
  return pool
}

let current: pg.Pool | null = null

/** Returns the connection pool of this module graph, created on first use from DATABASE_URL. */
export function pool(): pg.Pool {
  current ??= createPool()
  return current
}

const open = () => drizzle(pool(), { schema, casing: 'snake_case' })

export type Database = ReturnType<typeof open>
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0]
/** A database or a transaction, for queries that run on either. */
export type Connection = Database | Transaction

let database: Database | null = null

/** Returns the database; connects on the first statement. */
export function db(): Database {
  database ??= open()
  return database
}

/** Closes all connections of this module graph. */
export async function closePool(): Promise<void> {
  const ending = current
  current = null
  database = null
  await ending?.end()
}

/** Statements sent and connections lost since start, for /metrics. */
export const databaseCounters = (): Readonly<typeof counters> => counters

export * from './schema'
