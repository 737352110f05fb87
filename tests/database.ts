import { after, before } from 'node:test'
import pg from 'pg'
import { closePool } from '@/db'
import { writeTags } from '@/lib/starter'

let ready: Promise<void> = Promise.resolve()

/** Settles when this file's database can be used. */
export const databaseReady = (): Promise<void> => ready

/**
 * Gives a test file a database of its own, made from the migrated template, with the tags in it. The pool of
 * `@/db` leads there.
 */
export function ownDatabase(): void {
  const template = process.env.TEST_DATABASE_URL
  if (!template)
    throw new Error('Run tests through `npm test` or `node tools/unit.mjs <file>`: they need their database.')
  const name = `test_${process.pid}_${Date.now().toString(36)}`
  const admin = async (statement: string) => {
    const client = new pg.Client({ connectionString: template.replace('/ibtsocs?', '/postgres?') })
    await client.connect()
    await client.query(statement)
    await client.end()
  }
  // Hooks of one file may run side by side, so whoever needs the database waits for this.
  ready = (async () => {
    await admin(`create database ${name} template ibtsocs`)
    process.env.DATABASE_URL = template.replace('/ibtsocs?', `/${name}?`)
    await writeTags()
  })()
  before(() => ready)
  after(async () => {
    await closePool()
    await admin(`drop database ${name} with (force)`)
  })
}
