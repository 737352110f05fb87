import pg from 'pg'
import { databaseEnv } from '@/core/env'

/** Begins with the site's name for its connections, and goes on unlike a process that serves. */
const name = 'backup of ibtsocs'

/**
 * Opens a connection of its own to the database itself, past any pooler, without limits of time: a backup takes as long as
 * it takes.
 * @param database another database of the same server
 */
export async function connectAlone(database?: string): Promise<pg.Client> {
  const { directUrl } = databaseEnv()
  const client = new pg.Client({
    connectionString: database === undefined ? directUrl : inDatabase(directUrl, database),
    application_name: name,
    keepAlive: true,
  })
  // A connection that is lost between two statements would end the process with the database running.
  client.on('error', () => {})
  await client.connect()
  await client.query(
    'set statement_timeout = 0; set idle_in_transaction_session_timeout = 0; set lock_timeout = 0',
  )
  return client
}

/** Returns the address of another database of the same server. */
export function inDatabase(url: string, database: string): string {
  // A socket's address has no host, which `new URL` would not let us change.
  const [address = '', query] = url.split('?', 2)
  return `${address.replace(/^([a-z]+:\/\/[^/]*).*$/, `$1/${encodeURIComponent(database)}`)}${query ? `?${query}` : ''}`
}
