import { existsSync, readFileSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { Gauge, type Registry } from 'prom-client'
import { readEnv } from '@/core/env'
import { pool } from '@/db'
import { secondsSince } from '@/db/due'
import { readJournal, schemaState } from '@/db/schema-state'
import { countWaiting, deliveryFaults } from '@/lib/delivery'
import { jobAges } from './jobs'

type Row = readonly [labels: Readonly<Record<string, string>>, value: number]

/**
 * Adds a gauge that is read from the database on each scrape. While the database is away it has no values: an old one
 * would look like a present one.
 */
export function storedGauge(
  registers: Registry[],
  name: string,
  help: string,
  labels: readonly string[],
  read: () => Promise<readonly Row[]>,
): void {
  new Gauge({
    name: `ibtsocs_${name}`,
    help,
    labelNames: [...labels],
    registers,
    async collect() {
      this.reset()
      // Without labels a reset leaves a 0, which would look like a backup of just now.
      if (labels.length === 0) this.remove()
      for (const [given, value] of await read().catch(() => [])) this.set(given, value)
    },
  })
}

/** Adds the metrics of emails and pushes that wait. */
export function addDeliveryMetrics(registers: Registry[]): void {
  storedGauge(registers, 'deliveries_waiting', 'Emails and pushes that wait.', ['channel'], async () =>
    (await countWaiting()).map(({ channel, n }): Row => [{ channel }, n]),
  )
  storedGauge(
    registers,
    'delivery_oldest_seconds',
    'How long the oldest email or push has waited.',
    ['channel'],
    async () => (await countWaiting()).map(({ channel, age }): Row => [{ channel }, age]),
  )
  storedGauge(
    registers,
    'delivery_fault',
    'The server’s words about the last email or push that failed, until one gets through.',
    ['channel', 'said'],
    async () => [...deliveryFaults()].map(([channel, said]): Row => [{ channel, said }, 1]),
  )
}

/** What this process runs: the version, and a digest of what it was built from. */
function build(): Record<string, string> {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
  return { version, build: existsSync('dist/built') ? readFileSync('dist/built', 'utf8').slice(0, 12) : '' }
}

/** Archived segments of WAL, and whether the last attempt failed; null where nothing is archived. */
async function archiver(): Promise<{ done: number; failing: boolean } | null> {
  const { rows } = await pool().query<{ on: boolean; done: number; failing: boolean }>(
    `select current_setting('archive_mode') <> 'off' as on, archived_count::int as done,
            coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false) as failing from pg_stat_archiver`,
  )
  return rows[0]?.on ? rows[0] : null
}

/** Adds the metrics of what an operator must not miss: backups, jobs, disk, archive, schema. */
export function addOperatorMetrics(registers: Registry[]): void {
  const add = (name: string, help: string, labels: readonly string[], read: () => Promise<readonly Row[]>) =>
    storedGauge(registers, name, help, labels, read)
  add('build_info', 'Which build runs.', ['version', 'build'], async () => [[build(), 1]])
  add('schema_migrations', 'Migrations that the database and this build have.', ['of'], async () => {
    const { database, build: own } = await schemaState(pool(), readJournal())
    return [
      [{ of: 'database' }, database],
      [{ of: 'build' }, own],
    ]
  })
  add('backup_age_seconds', 'Seconds since the last backup; missing if there is none.', [], async () => {
    const age = await secondsSince('backup')
    return age === null ? [] : [[{}, age]]
  })
  add('backup_tried_age_seconds', 'Seconds since a backup was last restored to try it.', [], async () => {
    const age = await secondsSince('backup tried')
    return age === null ? [] : [[{}, age]]
  })
  add('backup_failing', 'Whether the last nightly backup failed, or what belongs to it.', [], async () => {
    const [failed, whole] = [await secondsSince('backup failed'), await secondsSince('backup whole')]
    return failed === null && whole === null ? [] : [[{}, (failed ?? Infinity) < (whole ?? Infinity) ? 1 : 0]]
  })
  add('job_age_seconds', 'Seconds since a job of this process last succeeded.', ['job'], async () =>
    jobAges().map(([job, age]): Row => [{ job }, age]),
  )
  add('disk_free_bytes', 'Free on the disk of the data folder.', [], async () => {
    const { bavail, bsize } = await statfs(readEnv().dataDir)
    return [[{}, bavail * bsize]]
  })
  add('archive_failing', 'Whether the last attempt to archive WAL failed.', [], async () => {
    const found = await archiver()
    return found ? [[{}, found.failing ? 1 : 0]] : []
  })
  add('archived_segments', 'Segments of WAL archived since statistics began.', [], async () => {
    const found = await archiver()
    return found ? [[{}, found.done]] : []
  })
}
