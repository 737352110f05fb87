import { readMigrationFiles } from 'drizzle-orm/migrator'
import type pg from 'pg'
import { migrationsFolder } from './schema-state'

/** Deletes every table of the database, in the caller's transaction. The owner of a database may do that. */
export async function dropAll(client: pg.ClientBase): Promise<void> {
  await client.query('drop schema if exists drizzle cascade')
  await client.query('drop schema public cascade')
  await client.query('create schema public')
}

/**
 * Applies a part of this build's migrations in the caller's transaction, which drizzle's migrator cannot do.
 * @param from number of migrations that the database has
 * @param to number that it gets
 */
export async function applyMigrations(client: pg.ClientBase, from: number, to: number): Promise<void> {
  await client.query('create schema if not exists drizzle')
  await client.query(
    'create table if not exists drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)',
  )
  const files = readMigrationFiles({ migrationsFolder: migrationsFolder() })
  for (const { sql, hash, folderMillis } of files.slice(from, to)) {
    for (const statement of sql) await client.query(statement)
    await client.query('insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)', [
      hash,
      folderMillis,
    ])
  }
}
