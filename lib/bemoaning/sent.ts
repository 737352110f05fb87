import { sql } from 'drizzle-orm'
import { readSent } from '@/core/cookies'
import { fail, type Result } from '@/core/result'
import type { Status } from '@/core/vocabulary'
import { db } from '@/db'
import type { Written } from './commands'
import { erase, rewrite } from './edit'
import { type BemoaningChange, editMinutes } from './input'

/** A text that this browser sent signed out. */
export type SentText = {
  id: number
  body: string
  details: string | null
  tags: string[]
  version: number
  status: Status
  locked: boolean
  /** The edit window is over. */
  late: boolean
}

const notYours = fail('not-found', 'This browser hasn’t sent that bemoaning, or it is too long ago.')

/**
 * Returns the texts that a browser sent signed out and has not deleted, newest first.
 * @param cookie its cookie `sent`
 */
export async function listSent(cookie: string): Promise<SentText[]> {
  const ids = readSent(cookie)
  if (ids.length === 0) return []
  const { rows } = await db().execute<SentText>(sql`
    select b.id, b.body, b.details, b.version, r.status, b.locked_at is not null as locked,
           b.created_at < now() - make_interval(mins => ${editMinutes}) as late,
           array(select t.name from bemoaning_tags bt join tags t on t.id = bt.tag_id where bt.bemoaning_id = b.id order by t.name) as tags
      from bemoanings b join bemoaning_ranks r on r.id = b.id
     where b.id = any(${sql.param(ids)}::bigint[]) and b.author_id is null and b.fingerprint <> ''
     order by b.id desc`)
  return rows
}

/** Changes a text that the browser with this cookie sent signed out. Once it is public, the jury reads it again. */
export async function editSent(
  cookie: string,
  id: number,
  change: BemoaningChange,
  version: number | null,
): Promise<Result<Written>> {
  if (!readSent(cookie).includes(id)) return notYours
  const changed = await rewrite({ id: null, waits: () => true }, id, change, version)
  return !changed.ok && changed.code === 'not-found' ? notYours : changed
}

/** Deletes a text that the browser with this cookie sent signed out. */
export async function deleteSent(cookie: string, id: number): Promise<Result<null>> {
  if (!readSent(cookie).includes(id)) return notYours
  const gone = await erase(null, id)
  return !gone.ok && gone.code === 'not-found' ? notYours : gone
}
