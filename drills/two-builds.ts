import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Invariant } from './_ledger'
import { Load } from './_load'
import { type Drill, NotHere, withSite } from './_run'
import { DrillSite } from './_site'

const git = (...args: string[]): string => {
  const run = spawnSync('git', args, { encoding: 'utf8' })
  if (run.status !== 0) throw new NotHere(`git ${args.join(' ')}: ${run.stderr ?? run.error?.message}`)
  return run.stdout.trim()
}

/** An older build of this site in a folder of its own. */
function buildOf(commit: string, folder: string): void {
  git('worktree', 'add', '--detach', folder, commit)
  const same = ['package-lock.json', '.npmrc'].every(
    (file) =>
      existsSync(join(folder, file)) &&
      readFileSync(join(folder, file), 'utf8') === readFileSync(file, 'utf8'),
  )
  // The same packages as here, where they are the same; else the build installs its own.
  if (same) spawnSync('cp', ['-al', 'node_modules', folder])
  const built = spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: folder, encoding: 'utf8' })
  if (built.status !== 0) throw new Error(`the build of ${commit} failed: ${built.stdout}${built.stderr}`)
}

/** During an upgrade of several processes the build before goes on working on the database of the new one. */
export const drill: Drill = {
  about: 'the build before and this one at once on one database, both written to',
  run: ([commit = 'HEAD~20']) => {
    const folder = join(mkdtempSync(join(tmpdir(), 'ibtsocs-old-build-')), 'site')
    buildOf(commit, folder)
    const done = () => {
      git('worktree', 'remove', '--force', folder)
      rmSync(resolve(folder, '..'), { recursive: true, force: true })
    }
    return withSite({}, async (site) => {
      const secret = process.env.AUTH_SECRET ?? ''
      const old = await DrillSite.beside(site, {
        cwd: folder,
        env: { DATABASE_URL: site.url, AUTH_SECRET: secret },
      })
      try {
        const loads = [await Load.start(site), await Load.start(old)]
        await sleep(8_000)
        const ledgers = await Promise.all(loads.map((load) => load.end()))
        const found: Invariant[] = []
        for (const ledger of ledgers) found.push(await ledger.check(site))
        const sum = (key: keyof Invariant) => found.reduce((all, one) => all + one[key], 0)
        const unexpected =
          (site.log() + old.log()).match(/^unexpected error|uncaughtException/gm)?.length ?? 0
        return {
          invariant: {
            acknowledged: sum('acknowledged'),
            unanswered: sum('unanswered'),
            lost: sum('lost'),
            doubled: sum('doubled'),
            drift: found[0]?.drift ?? 0,
          },
          figures: {
            'the build before': git('rev-parse', '--short', commit),
            'by the new one': ledgers[0]?.acknowledged ?? 0,
            'by the one before': ledgers[1]?.acknowledged ?? 0,
            unexpected,
          },
          ok: unexpected === 0 && ledgers.every(({ acknowledged }) => acknowledged > 0),
        }
      } finally {
        await old.kill('SIGTERM')
        rmSync(old.data, { recursive: true, force: true })
      }
    }).finally(done)
  },
}
