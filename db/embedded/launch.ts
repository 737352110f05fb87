import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { fileFault } from '@/core/file-fault'
import type { Owner } from './owner'

/** Opens the database's log. @throws Error with the cure */
function openLog(file: string): number {
  try {
    return openSync(file, 'a', 0o600)
  } catch (error) {
    throw fileFault(file, 'can’t be written', error)
  }
}

/** Starts Postgres. @param more additional settings @returns its process */
export function launch(
  owner: Owner,
  bin: string,
  pgdata: string,
  sockets: string,
  logFile: string,
  more: Readonly<Record<string, string>> = {},
): number {
  const settings = {
    listen_addresses: '',
    unix_socket_directories: sockets,
    unix_socket_permissions: '0700',
    max_connections: '60',
    shared_buffers: '64MB',
    max_wal_size: '512MB',
    jit: 'off',
    random_page_cost: '1.1',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] ',
    idle_in_transaction_session_timeout: '60s',
    ...more,
  }
  const log = openLog(logFile)
  const child = spawn(
    join(bin, 'postgres'),
    ['-D', pgdata, ...Object.entries(settings).flatMap(([k, v]) => ['-c', `${k}=${v}`])],
    {
      cwd: '/',
      // Ctrl-C in a terminal must reach us first, so that we can drain before the database stops.
      detached: true,
      stdio: ['ignore', log, log],
      ...(owner.name ? { uid: owner.uid, gid: owner.gid } : {}),
    },
  )
  closeSync(log)
  child.unref()
  if (!child.pid)
    throw new Error(`The database could not be started: ${join(bin, 'postgres')} does not run here.`)
  return child.pid
}
