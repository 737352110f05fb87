import { sql } from 'drizzle-orm'
import { context } from '@/core/context'
import type { WatchLevel } from '@/core/vocabulary'
import type { VoteKind } from '@/core/vote-kinds'
import { Statement } from '@/db/statement'
import type { Mine } from './card'

const [user, voter] = [sql.placeholder('user'), sql`${sql.placeholder('voter')}::bigint`]
/**
 * A viewer's or visitor's votes and other actions on bemoanings; prepared once, since nearly every page runs it. It
 * leaves out unpublished ones by others: a row would tell a juror that it is not a known text.
 */
const selectMine = new Statement(
  'mine',
  sql`
    select b.id, v.kind as vote, s.user_id is not null as saved, b.author_id is not distinct from ${user}::bigint and b.author_id is not null as own,
           exists (select 1 from bites t where t.bemoaning_id = b.id and t.voter_id = ${voter} and t.day = (now() at time zone 'utc')::date) as bitten,
           exists (select 1 from fix_proposals p join fix_confirmations c on c.proposal_id = p.id and c.user_id = ${user}::bigint
                    where p.bemoaning_id = b.id and p.outcome = 'open') as confirmed,
           (select w.level from watches w where w.bemoaning_id = b.id and w.user_id = ${user}::bigint) as watch
      from unnest(${sql.placeholder('ids')}::bigint[]) as page(id)
      join bemoaning_ranks b on b.id = page.id and (b.status = 'published' or b.author_id = ${user}::bigint)
      left join votes v on v.bemoaning_id = b.id and v.voter_id = ${voter}
      left join saved s on s.bemoaning_id = b.id and s.user_id = ${user}::bigint`,
)

/**
 * Returns the actions of this request's viewer or visitor on the given bemoanings, in one statement for a whole page. A
 * shared response gets an empty map and no statement.
 */
export async function findMine(ids: readonly number[]): Promise<Map<number, Mine>> {
  const { viewer, visitorId, shared } = context()
  const voterId = viewer?.voterId ?? visitorId
  if (shared || voterId === null || ids.length === 0) return new Map()
  const rows = await selectMine.rows({ ids, voter: voterId, user: viewer?.id ?? null })
  return new Map(
    rows.map(([id, vote, saved, own, bitten, confirmed, watch]) => [
      Number(id),
      {
        vote: (vote ?? null) as VoteKind | null,
        saved: saved === 't',
        own: own === 't',
        bitten: bitten === 't',
        confirmed: confirmed === 't',
        watch: (watch ?? null) as WatchLevel | null,
      },
    ]),
  )
}
