import { after, before } from 'node:test'
import pg from 'pg'
import { closePool, forbidNestedConnections } from '@/db'
import { seedIfEmpty, writeTags } from '@/lib/starter'

let ready: Promise<void> = Promise.resolve()

/** Resolves when this file's database is ready. */
export const databaseReady = (): Promise<void> => ready

/** The migrated database, and the same with starter content; the second is created when a file first needs it. */
const templates = { empty: 'ibtsocs', starter: 'ibtsocs_starter' } as const

const addressOf = (name: string): string => {
  const template = process.env.TEST_DATABASE_URL
  if (!template)
    throw new Error('Run tests through `npm test` or `node tools/unit.mjs <file>`: they need their database.')
  return template.replace('/ibtsocs?', `/${name}?`)
}

async function withClient<T>(name: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: addressOf(name) })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Fills the second template once for all files of a run, because a server fills an empty database at each start. */
const makeStarter = (): Promise<void> =>
  withClient('postgres', async (client) => {
    // Released with the connection.
    await client.query('select pg_advisory_lock(1024)')
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [
      templates.starter,
    ])
    if (rowCount) return
    const name = `${templates.starter}_part`
    await client.query(`drop database if exists ${name} with (force)`)
    await client.query(`create database ${name} template ${templates.empty}`)
    process.env.DATABASE_URL = addressOf(name)
    await seedIfEmpty()
    await closePool()
    await client.query(`alter database ${name} rename to ${templates.starter}`)
  })

/**
 * Gives a test file its own database, copied from the migrated template, with the tags in it, and points the pool of
 * `@/db` to it.
 * @param from `starter`: with the starter content, as a server leaves it after its first start
 */
export function ownDatabase(from: keyof typeof templates = 'empty'): void {
  const name = `test_${process.pid}_${Date.now().toString(36)}`
  addressOf(name)
  forbidNestedConnections()
  // Hooks of one file may run concurrently, so code that needs the database waits for this.
  ready = (async () => {
    if (from === 'starter') await makeStarter()
    await withClient('postgres', (client) =>
      client.query(`create database ${name} template ${templates[from]}`),
    )
    process.env.DATABASE_URL = addressOf(name)
    await writeTags()
  })()
  before(() => ready)
  after(async () => {
    await closePool()
    await withClient('postgres', (client) => client.query(`drop database ${name} with (force)`))
  })
}
