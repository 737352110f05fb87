import { drizzle } from 'drizzle-orm/node-postgres'
import type { PoolClient } from 'pg'
import { insideTransaction } from './nested'
import { pool } from './pool'
import * as schema from './schema'

export { forbidNestedConnections } from './nested'
export { closePool, databaseCounters, pool } from './pool'

/** Returns drizzle on a connection, or on a pool of them. */
export const drizzleOn = <T extends ReturnType<typeof pool> | PoolClient>(on: T) =>
  drizzle(on, { schema, casing: 'snake_case' })

function open() {
  const made = drizzleOn(pool())
  const run = made.transaction.bind(made)
  made.transaction = (work, config) => run((tx) => insideTransaction(() => work(tx)), config)
  return made
}

export type Database = ReturnType<typeof open>
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0]
/** A database or a transaction, for queries that run on either. */
export type Connection = Omit<Database, '$client'> | Transaction

let database: { of: ReturnType<typeof pool>; made: Database } | null = null

/** Returns the database; connects on the first statement. */
export function db(): Database {
  const of = pool()
  if (database?.of !== of) database = { of, made: open() }
  return database.made
}

export * from './schema'
