import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { startEmbedded } from '@/db/embedded'
import { databaseOwner, makePrivate } from '@/db/embedded/owner'
import { adminIn, mustAdmin } from './kit/admin'
import { checksumsOf, digestOf, printSums, unlike } from './kit/checksums'
import { Load } from './kit/load'
import { type Drill, plus, withSite } from './kit/run'
import type { DrillSite } from './kit/site'

const asked = async (url: string, statement: string): Promise<Record<string, unknown>> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(statement)).rows[0] ?? {}
  } finally {
    await client.end()
  }
}

/** Ends a WAL segment, and waits until it is archived. */
async function archived(url: string): Promise<void> {
  const { name } = await asked(url, 'select pg_walfile_name(pg_switch_wal()) as name')
  for (const end = Date.now() + 60_000; Date.now() < end; await sleep(200)) {
    const { last, failed } = await asked(
      url,
      'select last_archived_wal as last, failed_count::int as failed from pg_stat_archiver',
    )
    if (failed) throw new Error('archiving failed')
    if (String(last) >= String(name)) return
  }
  throw new Error('the log was not archived')
}

/** A disaster, and a recovery to the moment before it. */
export const drill: Drill = {
  about:
    'a base backup under load, a disaster, kill -9, and back to a moment before it from the archived log',
  run: async ([seconds = '4']) => {
    const folder = mkdtempSync(join(tmpdir(), 'ibtsocs-drill-pitr-'))
    const [base, archive] = [join(folder, 'base'), join(folder, 'archive')]
    const [data, other] = ['', ''].map(() => mkdtempSync(join(tmpdir(), 'ibtsocs-drill-'))) as [
      string,
      string,
    ]
    // The database's account must be able to reach the archive in this folder.
    makePrivate(databaseOwner(), folder)
    const before = async (site: DrillSite) => {
      const first = await Load.start(site)
      await sleep(Number(seconds) * 1_000)
      const wrote = first.times.length
      await mustAdmin(site.data, ['base-backup', base])
      const meanwhile = first.times.length - wrote
      await sleep(Number(seconds) * 1_000)
      const ledger = await first.end()
      // Nothing may write while this moment is recorded, not even the site's own jobs.
      await site.kill('SIGKILL')
      const sums = await checksumsOf(site.url)
      const { now } = await asked(site.url, 'select clock_timestamp() as now')
      await sleep(1_000)
      await site.launch()
      await site.good()
      const second = await Load.start(site)
      await sleep(2_000)
      await second.end()
      await asked(site.url, 'truncate bemoanings cascade')
      await archived(site.url)
      await site.kill('SIGKILL')
      site.killPostgres('SIGKILL')
      await sleep(1_000)
      return { ledger, sums, meanwhile, time: (now as Date).toISOString() }
    }
    try {
      await mustAdmin(data, ['archive', archive])
      const { ledger, sums, meanwhile, time } = await withSite({ data }, before)
      const began = performance.now()
      await mustAdmin(other, ['restore-to', time, base])
      const took = Math.round(performance.now() - began)
      const { url } = await startEmbedded(other)
      const restored = await checksumsOf(url)
      printSums(restored)
      const different = unlike(sums, restored)
      for (const name of different) console.log(`    differs: ${name}`)
      const again = await adminIn(other, ['restore-to', time, base])
      return await withSite({ data: other }, async (site) => {
        const third = await Load.start(site)
        await sleep(2_000)
        const after = await (await third.end()).check(site)
        const refused = again.code === 1 && again.said.includes('already has a database')
        return {
          invariant: plus(await ledger.check(site), after),
          figures: {
            'writes answered during the base backup': meanwhile,
            'restored in ms': took,
            restored: digestOf(restored),
            'tables that differ from the moment': different.length,
            'a second restore refused': refused,
            'writes after': after.acknowledged,
          },
          ok: different.length === 0 && refused && meanwhile > 0 && after.acknowledged > 0,
        }
      })
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}
