import { eq, inArray, sql } from 'drizzle-orm'
import {
  bemoanings,
  bemoaningTags,
  bites,
  comments,
  commentVotes,
  db,
  ranks,
  stateChanges,
  type Transaction,
  tags,
  users,
  visitors,
  voters,
  votes,
} from '@/db'
import { foldSearch } from '@/lib/search'
import { foldTags } from '@/lib/tag'
import { artOfHandle } from '@/lib/user'
import { fingerprintOf } from '@/text/duplicates'
import { renderMarkdown } from '@/text/markdown'
import { skeleton } from '@/text/text'
import { cast } from './cast'
import { readStarter, type StarterBemoaning, type StarterComment } from './files'
import { writeKnown } from './known'
import { writeTags } from './tags'

const epochDate = (seconds: number) => new Date(seconds * 1000)

async function writeCast(tx: Transaction): Promise<Map<string, number>> {
  const rows = await tx
    .insert(users)
    .values(
      cast.map((handle) => ({
        handle,
        skeleton: skeleton(handle),
        art: artOfHandle(handle),
        starter: true,
        createdAt: epochDate(Date.now() / 1000 - 85 * 604_800),
      })),
    )
    .returning({ id: users.id, handle: users.handle })
  await tx.insert(voters).values(rows.map(({ id }) => ({ userId: id })))
  return new Map(rows.map(({ id, handle }) => [handle, id]))
}

/** Inserts enough voters that each vote of the starter content is a row and every count can be recomputed. */
async function writeVoters(tx: Transaction, count: number): Promise<number[]> {
  const rows = await tx
    .insert(voters)
    .values(Array.from({ length: count }, () => ({})))
    .returning({ id: voters.id })
  await tx.insert(visitors).values(rows.map(({ id }) => ({ voterId: id, starter: true })))
  return rows.map(({ id }) => id)
}

class Seeder {
  readonly now = Date.now() / 1000
  constructor(
    readonly tx: Transaction,
    readonly people: ReadonlyMap<string, number>,
    readonly crowd: readonly number[],
    readonly tagIds: ReadonlyMap<string, number>,
  ) {}

  async bemoaning(entry: StarterBemoaning): Promise<void> {
    const { tx, now } = this
    // Entries older than a day are shifted by some hours, so that they spread over the hours of the day.
    const hours =
      entry.age < 86_400 ? 0 : fingerprintOf(entry.body).charCodeAt(0) * 7_919 + entry.body.length * 4_177
    const epoch = now - entry.age - (hours % 82_800)
    const details = entry.details ?? null
    const [row] = await tx
      .insert(bemoanings)
      .values({
        authorId: entry.author === null ? null : (this.people.get(entry.author) ?? null),
        anonymous: entry.author === null,
        body: entry.body.trim(),
        details,
        detailsHtml: details ? renderMarkdown(details) : null,
        fingerprint: fingerprintOf(entry.body),
        createdAt: epochDate(epoch),
        ending: entry.ending?.text ?? null,
        endedAt: entry.ending ? epochDate(epoch + entry.ending.after) : null,
        starter: true,
      })
      .returning({ id: bemoanings.id, authorId: bemoanings.authorId })
    if (!row) throw new Error('insert returned nothing')
    const { bemoan, self_inflicted: selfInflicted } = entry.votes
    await tx.insert(ranks).values({
      id: row.id,
      epoch,
      bemoan,
      selfInflicted,
      state: entry.state,
      fixedEpoch: entry.state === 'fixed' ? epoch + entry.age / 2 : null,
    })
    await tx
      .insert(bemoaningTags)
      .values(entry.tags.map((name) => ({ bemoaningId: row.id, tagId: this.tagIds.get(name) ?? -1 })))
    await this.votes(row.id, epoch, bemoan, selfInflicted)
    if (entry.state !== 'broken')
      await tx.insert(stateChanges).values({
        bemoaningId: row.id,
        state: entry.state,
        userId: row.authorId,
        createdAt: epochDate(epoch + entry.age / 2),
      })
    if (entry.bites > 0) await this.bites(row.id, epoch, entry.bites)
    for (const comment of entry.comments) await this.comment(row.id, epoch, comment, null)
    await tx.execute(sql`update bemoaning_ranks set (comments, commenters) =
      (select count(*), count(distinct author_id) from comments where bemoaning_id = ${row.id}) where id = ${row.id}`)
  }

  private async votes(id: number, epoch: number, bemoan: number, selfInflicted: number): Promise<void> {
    const start = id * 7
    const rows = Array.from({ length: bemoan + selfInflicted }, (_, i) => ({
      bemoaningId: id,
      voterId: this.crowd[(start + i) % this.crowd.length] ?? 0,
      kind: i < bemoan ? ('bemoan' as const) : ('self_inflicted' as const),
      createdAt: epochDate(epoch + ((this.now - epoch) * (i + 1)) / (bemoan + selfInflicted + 1)),
    }))
    if (rows.length > 0) await this.tx.insert(votes).values(rows)
  }

  /** Spreads bites from the first day to now, each by another voter. */
  private async bites(id: number, epoch: number, count: number): Promise<void> {
    const moments = Array.from({ length: count }, (_, i) =>
      epochDate(epoch + ((this.now - epoch) * (i + 1)) / (count + 0.1)),
    )
    await this.tx.insert(bites).values(
      moments.map((createdAt, i) => ({
        bemoaningId: id,
        voterId: this.crowd[(id * 7 + i) % this.crowd.length] ?? 0,
        day: createdAt.toISOString().slice(0, 10),
        createdAt,
      })),
    )
    await this.tx.execute(sql`
      insert into bite_weeks (bemoaning_id, week, bites)
      select bemoaning_id, floor(extract(epoch from created_at) / 604800)::int, count(*) from bites where bemoaning_id = ${id} group by 1, 2`)
    await this.tx.execute(sql`
      update bemoaning_ranks set bites = ${count}, bitten_epoch = (select extract(epoch from max(created_at))::float8 from bites where bemoaning_id = ${id})
       where id = ${id}`)
  }

  private async comment(
    bemoaningId: number,
    epoch: number,
    entry: StarterComment,
    parent: { id: number; rootId: number; depth: number } | null,
  ): Promise<void> {
    const { tx } = this
    const { rows } = await tx.execute<{ id: number }>(
      sql`select nextval(pg_get_serial_sequence('comments', 'id')) as id`,
    )
    const id = rows[0]?.id ?? 0
    const self = { id, rootId: parent?.rootId ?? id, depth: parent ? parent.depth + 1 : 0 }
    const authorId = this.people.get(entry.author) ?? null
    const body = entry.body.trim()
    await tx
      .insert(comments)
      .overridingSystemValue()
      .values({
        ...self,
        bemoaningId,
        parentId: parent?.id ?? null,
        authorId,
        body,
        bodyHtml: renderMarkdown(body),
        votes: entry.votes,
        createdAt: epochDate(epoch + entry.after),
      })
    const fans = [...this.people.values()].filter((person) => person !== authorId).slice(0, entry.votes)
    if (fans.length > 0)
      await tx.insert(commentVotes).values(fans.map((userId) => ({ commentId: id, userId })))
    if (entry.remedy) await tx.update(bemoanings).set({ remedyId: id }).where(eq(bemoanings.id, bemoaningId))
    for (const reply of entry.replies ?? []) await this.comment(bemoaningId, epoch, reply, self)
  }
}

/** Loads tags and the known texts of the jury, and the starter content if the database is empty, in one transaction. */
export async function seedIfEmpty(say: (line: string) => void = () => {}): Promise<void> {
  await writeTags()
  await writeKnown()
  const empty = sql<boolean>`
    not exists (select 1 from bemoanings)
    and not exists (select 1 from users)
    and not exists (select 1 from settings where name = 'starter-content' and value = '"off"')`
  const isEmpty = async () =>
    (await db().execute<{ empty: boolean }>(sql`select ${empty} as empty`)).rows[0]?.empty
  if (!(await isEmpty())) return
  say('Loading the starter content (once)')
  const entries = readStarter()
  await db().transaction(async (tx) => {
    // Of processes that start at once, one loads it.
    await tx.execute(sql`select pg_advisory_xact_lock(10241025)`)
    if (!(await isEmpty())) return
    const most = Math.max(...entries.map(({ votes: { bemoan, self_inflicted } }) => bemoan + self_inflicted))
    const tagIds = new Map(
      (await tx.select({ id: tags.id, name: tags.name }).from(tags)).map(({ id, name }) => [name, id]),
    )
    const seeder = new Seeder(tx, await writeCast(tx), await writeVoters(tx, most + 37), tagIds)
    for (const entry of entries) await seeder.bemoaning(entry)
  })
  await foldSearch(10_000)
  await foldTags()
}

/**
 * Removes starter bemoanings without a vote, comment, report or mark by anybody outside the starter content. The others
 * stay.
 * @returns how many were removed
 */
export async function removeStarter(): Promise<number> {
  return db().transaction(async (tx) => {
    const { rows } = await tx.execute<{ id: number }>(sql`
      select b.id from bemoanings b where b.starter
        and not exists (select 1 from votes v left join visitors w on w.voter_id = v.voter_id where v.bemoaning_id = b.id and w.starter is not true)
        and not exists (select 1 from comments c left join users u on u.id = c.author_id where c.bemoaning_id = b.id and u.starter is not true)
        and not exists (select 1 from comments c join comment_votes cv on cv.comment_id = c.id join users u on u.id = cv.user_id where c.bemoaning_id = b.id and not u.starter)
        and not exists (select 1 from saved s where s.bemoaning_id = b.id)
        and not exists (select 1 from fix_proposals p where p.bemoaning_id = b.id)
        and not exists (select 1 from bites t left join visitors w on w.voter_id = t.voter_id where t.bemoaning_id = b.id and w.starter is not true)
        and not exists (select 1 from moderations m where m.bemoaning_id = b.id)
        and not exists (select 1 from reports r where r.bemoaning_id = b.id)`)
    const ids = rows.map(({ id }) => id)
    if (ids.length === 0) return 0
    await tx.update(bemoanings).set({ remedyId: null }).where(inArray(bemoanings.id, ids))
    await tx.delete(bemoanings).where(inArray(bemoanings.id, ids))
    return ids.length
  })
}
