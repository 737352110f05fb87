import { drizzle } from 'drizzle-orm/node-postgres'
import { insideTransaction } from './nested'
import { pool } from './pool'
import * as schema from './schema'

export { forbidNestedConnections } from './nested'
export { closePool, databaseCounters, pool } from './pool'

function open() {
  const made = drizzle(pool(), { schema, casing: 'snake_case' })
  const run = made.transaction.bind(made)
  made.transaction = (work, config) => run((tx) => insideTransaction(() => work(tx)), config)
  return made
}

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
