import { sql } from 'drizzle-orm'
import { cacheTags } from '@/core/cache-tags'
import { type Connection, db, type Transaction } from '@/db'
import { invalidateTags } from '@/db/invalidate'
import { transact } from '@/db/retry'
import { type CheckName, checks } from './checks'
import { form, type Voice } from './form'
import { mends } from './mends'

type Drift = { id: number | string; stored: string; counted: string }

const names = Object.keys(checks) as CheckName[]

/** A mend of one kind may move what another one counts, so mending is repeated; three rounds settle the longest chain. */
const rounds = 3

const find = async (connection: Connection, name: CheckName): Promise<Drift[]> =>
  (await connection.execute<Drift>(checks[name])).rows

/** Runs all checks. @returns what drifted, by check */
async function findAll(connection: Connection): Promise<Map<CheckName, Drift[]>> {
  const found = new Map<CheckName, Drift[]>()
  for (const name of names) found.set(name, await find(connection, name))
  return found
}

const drifts = (found: ReadonlyMap<CheckName, readonly Drift[]>): CheckName[] =>
  names.filter((name) => (found.get(name)?.length ?? 0) > 0)

function print(
  found: ReadonlyMap<CheckName, readonly Drift[]>,
  { json, say }: Pick<Voice, 'json' | 'say'>,
): void {
  for (const [name, rows] of found) {
    if (json) say(JSON.stringify({ check: name, drift: rows.length, rows: rows.slice(0, 20) }))
    else {
      say(`${rows.length === 0 ? 'ok   ' : 'DRIFT'} ${name}${rows.length ? `: ${rows.length}` : ''}`)
      for (const row of rows.slice(0, 20))
        say(`      ${row.id}: stored ${row.stored}, counted ${row.counted}`)
    }
  }
}

/** Keeps others from writing what is mended, until the transaction ends. Reading goes on. */
async function closeTables(tx: Transaction): Promise<void> {
  await tx.execute(sql`set local statement_timeout = 0`)
  await tx.execute(sql`
    lock table users, bemoanings, bemoaning_ranks, bemoaning_tags, tags, votes, vote_deltas, comments, comment_votes, bites, verdicts,
               jury_rounds, jurors, reports, cases, search_bemoanings, search_comments, stat_deltas in share row exclusive mode`)
}

/** Repairs all that drifted. @returns what it found, and what is left */
const mendAll = (): Promise<{ before: Map<CheckName, Drift[]>; after: Map<CheckName, Drift[]> }> =>
  transact(async (tx) => {
    await closeTables(tx)
    const before = await findAll(tx)
    let after = before
    for (let round = 0; round < rounds && drifts(after).length > 0; round += 1) {
      for (const name of drifts(after)) await mends[name](tx)
      after = await findAll(tx)
    }
    return { before, after }
  })

/** Repairs all that drifted, and says what it was. @returns 1 if something is left */
export async function mend(voice: Voice, shown: 'all' | 'changes'): Promise<number> {
  const { before, after } = await mendAll()
  const mended = drifts(before)
  await invalidateTags(cacheTags.all)
  print(shown === 'all' ? before : new Map([...before].filter(([name]) => mended.includes(name))), voice)
  const left = drifts(after)
  for (const name of mended)
    voice.note(left.includes(name) ? `Not mended: ${name}. Report it.` : `Mended: ${name}.`)
  if (mended.length === 0) voice.note('Every count is right.')
  return left.length === 0 ? 0 : 1
}

/** Recomputes all redundant data, at one moment. @returns 1 if any of it drifted */
export async function audit(voice: Pick<Voice, 'json' | 'say' | 'note'>): Promise<number> {
  const found = await db().transaction(
    async (tx) => {
      await tx.execute(sql`set local statement_timeout = 0`)
      return findAll(tx)
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  )
  print(found, voice)
  return drifts(found).length === 0 ? 0 : 1
}

const auditForm = form({
  usage: 'audit',
  does: 'recompute every stored count and copy, and compare; exit 1 on drift',
  options: { mend: { does: 'repair what drifted; writes wait meanwhile, reads go on' } },
  run: (_, given, voice) => (given.mend ? mend(voice, 'all') : audit(voice)),
})

const recount = form({
  usage: 'recount',
  does: 'repair every stored count, as audit --mend, and print only what was wrong',
  run: (_, __, voice) => mend(voice, 'changes'),
})

export const auditForms = [auditForm, recount] as const
