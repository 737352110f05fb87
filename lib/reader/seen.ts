import { sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { db } from '@/db'
import { seenLimits } from './unseen'

/** Records that the viewer has seen these; deletes the oldest beyond the maximum. */
export async function markSeen(viewer: Viewer, ids: readonly number[]): Promise<void> {
  demand(viewer, 'write')
  if (ids.length === 0) return
  await db().execute(sql`
    with made as (
      insert into seen (user_id, bemoaning_id)
      select ${viewer.id}, r.id from bemoaning_ranks r
       where r.id = any(${sql.param([...ids])}::bigint[]) and r.status = 'published' order by r.id
      on conflict do nothing)
    delete from seen where user_id = ${viewer.id} and bemoaning_id in (
      select bemoaning_id from seen where user_id = ${viewer.id} order by created_at desc, bemoaning_id desc offset ${seenLimits.most})`)
}

/** Deletes the viewer's record, so that everything is shown again. */
export async function forgetSeen(viewer: Viewer): Promise<void> {
  demand(viewer, 'write')
  await db().execute(sql`delete from seen where user_id = ${viewer.id}`)
}
