import type pg from 'pg'

/** What a table can do without while it is filled, and the statement that makes it again. */
type Dropped = { drop: string; make: string }

/**
 * Drops the indexes and keys of tables that hold nothing up, in the caller's transaction: filling an index row by row takes
 * several times as long as building it from the finished table. A key that a foreign key points to stays, because dropping it
 * would drop that, too.
 * @returns the statements that make them again
 */
export async function dropIndexes(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<Dropped>(`
    with mine as (
      select i.indexrelid, i.indrelid, c.oid as constraint_id
        from pg_index i
        join pg_class t on t.oid = i.indrelid and t.relkind = 'r' and t.relnamespace = 'public'::regnamespace
        left join pg_constraint c on c.conindid = i.indexrelid and c.contype in ('p', 'u', 'x')
       where not exists (select from pg_constraint f where f.contype = 'f' and f.conindid = i.indexrelid)
         and not i.indisreplident
    )
    select case when m.constraint_id is null then format('drop index %s', m.indexrelid::regclass)
                else format('alter table %s drop constraint %I', m.indrelid::regclass, c.conname) end as drop,
           case when m.constraint_id is null then pg_get_indexdef(m.indexrelid)
                else format('alter table %s add constraint %I %s', m.indrelid::regclass, c.conname, pg_get_constraintdef(c.oid)) end as make
      from mine m left join pg_constraint c on c.oid = m.constraint_id
     order by pg_relation_size(m.indrelid) desc, m.indexrelid`)
  for (const { drop } of rows) await client.query(drop)
  return rows.map(({ make }) => make)
}
