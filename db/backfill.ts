import type pg from 'pg'

const name = 'copies of authors and tags'
/** Ranks per batch. Each batch is its own transaction, so votes wait only briefly. */
const batch = 2_000

/**
 * Backfills the copied columns of ranks that were written before migration 16. A process starts serving when this is
 * done; processes that serve already are not held up. Its triggers count what authors have published.
 */
export async function fillCopies(client: pg.ClientBase): Promise<void> {
  const done = await client.query('select 1 from job_runs where name = $1 and ended_at is not null', [name])
  if (done.rows.length > 0) return
  await client.query("set lock_timeout = '30s'")
  for (let from = 0; ; ) {
    const { rows } = await client.query<{ last: string | null }>(
      `with next as (select id from bemoaning_ranks where id > $1 order by id limit ${batch}),
            filled as (
              update bemoaning_ranks r
                 set author_id = b.author_id, anonymous = b.anonymous,
                     tag_ids = array(select t.tag_id from bemoaning_tags t where t.bemoaning_id = r.id order by t.tag_id)
                from bemoanings b where b.id = r.id and r.tag_ids is null and r.id in (select id from next) returning 1)
       select max(id) as last from next, (select count(*) from filled) f`,
      [from],
    )
    const last = rows[0]?.last
    if (last === null || last === undefined) break
    from = Number(last)
  }
  await client.query(
    'insert into job_runs (name, started_at, ended_at) values ($1, now(), now()) on conflict (name) do update set ended_at = now()',
    [name],
  )
}
