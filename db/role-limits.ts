import type pg from 'pg'

/**
 * Sets the time limits of statements for our role in this database. Without a pooler, each connection sends them when it begins; poolers
 * refuse that, and a `set` would stay in a connection that others use.
 */
export async function limitRole(client: pg.Client): Promise<void> {
  await client.query(`
    do $$
    begin
      if exists (
        select from pg_db_role_setting s join pg_roles r on r.oid = s.setrole join pg_database d on d.oid = s.setdatabase
         where r.rolname = current_user and d.datname = current_database()
           and s.setconfig @> array['statement_timeout=10s', 'idle_in_transaction_session_timeout=15s']
      ) then return; end if;
      execute format('alter role %I in database %I set statement_timeout = ''10s''', current_user, current_database());
      execute format('alter role %I in database %I set idle_in_transaction_session_timeout = ''15s''', current_user, current_database());
    end $$`)
}
