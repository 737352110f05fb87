import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { migrateDatabase } from '@/db/migrate'
import { type Drill, underLoad } from './kit/run'

/** Copies the site's migrations and adds one that needs a short exclusive lock on the busiest table. */
function withOneMore(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ibtsocs-migrations-'))
  cpSync('db/migrations', folder, { recursive: true })
  const file = join(folder, 'meta', '_journal.json')
  const journal = JSON.parse(readFileSync(file, 'utf8')) as {
    entries: { idx: number; when: number; tag: string }[]
  }
  const last = journal.entries.at(-1)
  journal.entries.push({ ...last, idx: journal.entries.length, when: (last?.when ?? 0) + 1, tag: 'drill' })
  writeFileSync(file, JSON.stringify(journal))
  writeFileSync(join(folder, 'drill.sql'), 'ALTER TABLE "bemoanings" ADD COLUMN "drill" integer;')
  return folder
}

/** A migration meets a long-running reader: it gives way, retries, and blocks others only briefly. */
export const drill: Drill = {
  about: 'a migration with a reader of 7 seconds in the way',
  run: () =>
    underLoad({}, async (site, load) => {
      await sleep(1_000)
      const reader = new pg.Client({ connectionString: site.url })
      await reader.connect()
      await reader.query('begin; select count(*) from bemoanings')
      const folder = withOneMore()
      const before = load.times.length
      const began = performance.now()
      const migrating = migrateDatabase(site.url, folder)
      await sleep(7_000)
      const meanwhile = load.times.slice(before)
      await reader.query('commit')
      await reader.end()
      await migrating
      const took = performance.now() - began
      rmSync(folder, { recursive: true })
      const [row] = await site.query<{ there: boolean }>(
        "select exists (select 1 from information_schema.columns where table_name = 'bemoanings' and column_name = 'drill') as there",
      )
      await sleep(1_500)
      // The site's own audit and backup expect the schema of this build.
      await site.query('alter table bemoanings drop column drill')
      await site.query(
        'delete from drizzle.__drizzle_migrations where created_at = (select max(created_at) from drizzle.__drizzle_migrations)',
      )
      const longest = Math.max(...load.times.slice(before))
      return {
        figures: {
          'writes answered meanwhile': meanwhile.length,
          'longest wait ms': Math.round(longest),
          'migrated after ms': Math.round(took),
          'column is there': row?.there ?? false,
        },
        // It waits at most 2 s for its lock, with all other requests queued behind it.
        ok: row?.there === true && meanwhile.length > 0 && longest < 4_000,
      }
    }),
}
