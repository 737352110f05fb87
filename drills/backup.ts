import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startEmbedded } from '@/db/embedded'
import { isWhole } from '@/tests/backup-of'
import { adminIn, mustAdmin } from './kit/admin'
import { atOneMoment, checksums, checksumsOf, digestOf, printSums, type Sums, unlike } from './kit/checksums'
import { Load } from './kit/load'
import { type Drill, plus, withSite } from './kit/run'
import type { DrillSite } from './kit/site'

/** Waits for a backup to begin, and reads checksums from the same snapshot, which the backup exports. */
const besideBackup = (site: DrillSite): Promise<Sums> =>
  atOneMoment(site.url, async (client) => {
    for (const end = Date.now() + 60_000; Date.now() < end; await sleep(1)) {
      const [name] = readdirSync(join(site.pgdata, 'pg_snapshots'))
      if (!name) continue
      await client.query(`set transaction snapshot '${name}'`)
      return checksums(client)
    }
    throw new Error('no backup began')
  })

/** Makes damaged copies of a backup: a flipped byte, a missing end. */
function damaged(file: string): string[] {
  const good = readFileSync(file)
  const turned = Buffer.from(good)
  const middle = Math.floor(turned.length / 2)
  turned.writeUInt8(turned.readUInt8(middle) ^ 0xff, middle)
  writeFileSync(`${file}.turned`, turned)
  writeFileSync(`${file}.short`, good.subarray(0, good.length - 1_000))
  return [`${file}.turned`, `${file}.short`]
}

/** A backup made under load, all processes killed, and the backup restored into another, empty database. */
export const drill: Drill = {
  about: 'a backup under load, everything killed (-9), restored into an empty database',
  run: ([seconds = '5']) => {
    const folder = mkdtempSync(join(tmpdir(), 'ibtsocs-drill-backup-'))
    const [file, data] = [join(folder, 'site.backup'), mkdtempSync(join(tmpdir(), 'ibtsocs-drill-'))]
    const before = async (site: DrillSite) => {
      const first = await Load.start(site)
      await sleep(Number(seconds) * 1_000)
      const ledger = await first.end()
      const second = await Load.start(site)
      await sleep(1_000)
      const wrote = second.times.length
      const [sums] = await Promise.all([besideBackup(site), mustAdmin(site.data, ['backup', file])])
      const meanwhile = second.times.length - wrote
      await sleep(500)
      await site.kill('SIGKILL')
      site.killPostgres('SIGKILL')
      await second.end()
      return { ledger, sums, meanwhile }
    }
    const restore = async (sums: Sums) => {
      const began = performance.now()
      await mustAdmin(data, ['restore', file])
      const took = Math.round(performance.now() - began)
      const { url } = await startEmbedded(data)
      const restored = await checksumsOf(url)
      printSums(restored)
      let refused = 0
      for (const bad of damaged(file)) {
        const { code, said } = await adminIn(data, ['restore', bad])
        if (code === 1 && /nothing was changed\.$/i.test(said)) refused += 1
      }
      const changed = unlike(restored, await checksumsOf(url))
      return { took, restored, different: unlike(sums, restored), refused, changed }
    }
    return (async () => {
      try {
        const { ledger, sums, meanwhile } = await withSite({}, before)
        const { took, restored, different, refused, changed } = await restore(sums)
        for (const name of different) console.log(`    differs: ${name}`)
        return await withSite({ data }, async (site) => {
          const third = await Load.start(site)
          await sleep(2_000)
          const after = await (await third.end()).check(site)
          const whole = await isWhole(file)
          return {
            invariant: plus(await ledger.check(site), after),
            figures: {
              'writes answered during the backup': meanwhile,
              'restored in ms': took,
              restored: digestOf(restored),
              'tables that differ from the snapshot': different.length,
              'checksum of the file': whole,
              'damaged files refused': refused,
              'tables changed by them': changed.length,
              'writes after': after.acknowledged,
            },
            ok:
              different.length === 0 &&
              whole &&
              refused === 2 &&
              changed.length === 0 &&
              after.acknowledged > 0,
          }
        })
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    })()
  },
}
