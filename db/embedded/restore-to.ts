import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeDataFolder } from '@/core/data-folder'
import { restoreCommand } from './archive'
import { verifiedBase } from './base-backup'
import { binariesFor } from './binaries'
import { clusterFolder, socketFolder, writeAccessRules } from './index'
import { launch } from './launch'
import { databaseOwner, makePrivate } from './owner'
import { processState, stopPostmaster, waitUntilReady } from './process'

/** Maximum time to replay a day's log, in seconds. */
const patience = 4 * 3_600

/**
 * Restores an archived cluster into an empty data folder, as it was at a given time.
 * @param base a folder made by `baseBackup`
 * @param time after the base backup
 * @throws Error with a sentence for the operator; the data folder is then still empty
 */
export async function restoreTo(dataDir: string, base: string, time: Date): Promise<void> {
  makeDataFolder(dataDir)
  const owner = databaseOwner()
  const pgdata = clusterFolder(owner, dataDir)
  if (existsSync(join(pgdata, 'PG_VERSION')))
    throw new Error(`${dataDir} already has a database. Restore into an empty folder.`)
  const { archive, ended } = await verifiedBase(base)
  if (time < new Date(ended))
    throw new Error(`The base backup is from ${ended}, which is later. Nothing was changed.`)
  const half = `${pgdata}.new`
  const log = join(dataDir, 'restore.log')
  rmSync(half, { recursive: true, force: true })
  rmSync(log, { force: true })
  makePrivate(owner, half)
  cpSync(join(base, 'data'), half, { recursive: true })
  for (const folder of [
    'pg_wal',
    'pg_replslot',
    'pg_dynshmem',
    'pg_notify',
    'pg_serial',
    'pg_snapshots',
    'pg_stat_tmp',
    'pg_subtrans',
  ])
    mkdirSync(join(half, folder), { recursive: true, mode: 0o700 })
  writeFileSync(join(half, 'recovery.signal'), '', { mode: 0o600 })
  writeAccessRules(owner, half)
  if (owner.name) spawnSync('chown', ['-R', `${owner.uid}:${owner.gid}`, half])
  const pid = launch(owner, join(binariesFor(owner), 'bin'), half, socketFolder(owner, pgdata), log, {
    restore_command: restoreCommand(archive),
    // Postgres reads this before it knows names of time zones, and “Z” is one.
    recovery_target_time: time.toISOString().replace('T', ' ').replace('Z', '+00'),
    recovery_target_action: 'promote',
    hot_standby: 'off',
  })
  try {
    await waitUntilReady(half, pid, patience)
    await stopPostmaster(pid, 60)
    rmSync(pgdata, { recursive: true, force: true })
    renameSync(half, pgdata)
  } catch (error) {
    if (processState(pid) === 'alive') await stopPostmaster(pid, 10)
    rmSync(half, { recursive: true, force: true })
    const said = existsSync(log) ? readFileSync(log, 'utf8') : ''
    throw new Error(
      /recovery ended before configured recovery target/.test(said)
        ? `The archive ${archive} ends before ${time.toISOString()}.`
        : `The database could not be restored: ${(error as Error).message}. ${log} says why.`,
    )
  }
}
