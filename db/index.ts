import { drizzle } from 'drizzle-orm/node-postgres'
import { pool } from './pool'
import * as schema from './schema'

export { closePool, databaseCounters, pool } from './pool'

const open = () => drizzle(pool(), { schema, casing: 'snake_case' })

export type Database = ReturnType<typeof open>
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0]
/** A database or a transaction, for queries that run on either. */
export type Connection = Database | Transaction

let database: { of: ReturnType<typeof pool>; made: Database } | null = null

/** Returns the database; connects on the first statement. */
export function db(): Database {
  const of = pool()
  if (database?.of !== of) database = { of, made: open() }
  return database.made
}

export * from './schema'
