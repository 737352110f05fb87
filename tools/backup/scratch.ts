import pg from 'pg'
import { databaseReason } from '@/core/operator-sentence'
import { connectAlone } from './connect'

const quoted = pg.escapeIdentifier

/** Returns the name of the site's database. */
async function ownName(client: pg.ClientBase): Promise<string> {
  const { rows } = await client.query<{ name: string }>('select current_database() as name')
  return rows[0]?.name ?? ''
}

/** @throws Error with the cure if the role may not create databases */
async function create(client: pg.ClientBase, name: string, like: string): Promise<void> {
  const { rows } = await client.query<{ encoding: string; collate: string; ctype: string }>(
    'select pg_encoding_to_char(encoding) as encoding, datcollate as collate, datctype as ctype from pg_database where datname = $1',
    [like],
  )
  const { encoding = 'UTF8', collate = 'C.UTF-8', ctype = 'C.UTF-8' } = rows[0] ?? {}
  const text = pg.escapeLiteral
  await client
    .query(
      `create database ${quoted(name)} template template0 encoding ${text(encoding)} lc_collate ${text(collate)} lc_ctype ${text(ctype)}`,
    )
    .catch((error: { code?: string }) => {
      if (error.code !== '42501') throw error
      throw new Error(
        'This needs a second database for a while, and the site’s role may not create one. A superuser allows it: alter role … createdb. Nothing was changed.',
      )
    })
}

const drop = (client: pg.ClientBase, name: string) =>
  client.query(`drop database if exists ${quoted(name)} with (force)`)

/**
 * Makes an empty database beside the site's, for some work, and deletes it afterwards. One that an earlier attempt left behind
 * is replaced.
 * @param suffix of its name
 * @param work gets its name; if that returns true, the database takes the place of the site's, which is deleted
 */
export async function withScratch(suffix: string, work: (name: string) => Promise<boolean>): Promise<void> {
  const site = await connectAlone()
  const own = await ownName(site)
  const name = `${own.slice(0, 60 - suffix.length)}_${suffix}`
  try {
    await drop(site, name)
    await create(site, name, own)
    if (!(await work(name))) {
      await drop(site, name)
      return
    }
  } catch (error) {
    await drop(site, name).catch(() => {})
    throw error
  } finally {
    // Nobody may be connected to a database whose name changes.
    await site.end()
  }
  await swap(own, name)
}

/** Puts a database in the place of another, and deletes that. */
async function swap(own: string, name: string): Promise<void> {
  const old = `${own.slice(0, 54)}_before`
  const client = await connectAlone('postgres')
  try {
    await drop(client, old)
    await client.query('begin')
    await client.query(`alter database ${quoted(own)} rename to ${quoted(old)}`)
    await client.query(`alter database ${quoted(name)} rename to ${quoted(own)}`)
    await client.query('commit')
    await drop(client, old)
  } catch (error) {
    await client.query('rollback').catch(() => {})
    await drop(client, name).catch(() => {})
    throw new Error(
      `The restored database couldn’t take the place of the old one: ${databaseReason(error) ?? (error as Error).message}. Nothing was changed.`,
    )
  } finally {
    await client.end()
  }
}
