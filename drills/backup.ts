import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Load } from './_load'
import { type Drill, withSite } from './_run'

/**
 * A backup while people write, restored beside the site: all that was answered before it began is in it, once. Of copies with one
 * byte changed, or cut short, none is restored.
 */
export const drill: Drill = {
  about: 'a backup under load, restored into another database; damaged copies are refused',
  run: () =>
    withSite({}, async (site) => {
      const folder = mkdtempSync(join(tmpdir(), 'ibtsocs-drill-backup-'))
      const file = join(folder, 'site.gz')
      const first = await Load.start(site)
      await sleep(4_000)
      const ledger = await first.end()
      const other = await Load.start(site)
      await sleep(1_000)
      const began = performance.now()
      const made = await site.adminBeside(site.url, 'backup', file)
      const took = performance.now() - began
      const meanwhile = (await other.end()).acknowledged
      if (made.code !== 0) throw new Error(made.said)
      const bytes = readFileSync(file)
      const emptyDatabase = async (name: string): Promise<string> => {
        await site.query(`create database ${name}`)
        const url = new URL(site.url)
        url.pathname = `/${name}`
        return url.href
      }
      let refused = 0
      const damaged = [
        bytes.subarray(0, bytes.length - 40),
        ...[0.2, 0.5, 0.9].map((where) => {
          const copy = Buffer.from(bytes)
          const at = Math.floor(copy.length * where)
          copy[at] = (copy[at] ?? 0) ^ 0x10
          return copy
        }),
      ]
      for (const [n, copy] of damaged.entries()) {
        const bad = join(folder, `damaged-${n}.gz`)
        writeFileSync(bad, copy)
        const url = await emptyDatabase(`damaged_${n}`)
        const { code } = await site.adminBeside(url, 'restore', bad)
        const rows = await site
          .query<{ n: number }>('select count(*)::int as n from bemoanings', [], url)
          .catch(() => [{ n: 0 }])
        if (code !== 0 && rows[0]?.n === 0) refused += 1
      }
      const restored = await emptyDatabase('restored')
      const back = await site.adminBeside(restored, 'restore', file)
      if (back.code !== 0) throw new Error(back.said)
      rmSync(folder, { recursive: true })
      return {
        invariant: await ledger.check(site, restored),
        figures: {
          'backup ms': Math.round(took),
          'kB of it': Math.round(bytes.length / 1_000),
          'written meanwhile': meanwhile,
          'damaged copies refused': `${refused} of ${damaged.length}`,
        },
        ok: refused === damaged.length && meanwhile > 0,
      }
    }),
}
