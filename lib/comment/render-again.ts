import { sql } from 'drizzle-orm'
import { db } from '@/db'
import { renderText } from '@/lib/mention'

/** Texts per step. Edits of them wait while a step runs. */
const batch = 50
/** Milliseconds that a run may take before it ends between two steps, so that a process can stop. */
const longest = 500

type Stored = { id: number; source: string; html: string }

/** Where the texts of a kind stand. */
const places = {
  comments: { table: sql`comments`, source: sql`body`, html: sql`body_html` },
  details: { table: sql`bemoanings`, source: sql`details`, html: sql`details_html` },
} as const

/** Renders some texts anew, newest first, in one transaction. @returns texts read; 0 if nothing is pending */
export const renderSome = (most: number): Promise<number> =>
  db().transaction(async (tx) => {
    const { rows: parts } = await tx.execute<{ comment: boolean; below: number }>(
      sql`select comment, below::float8 as below from render_pending order by comment limit 1 for update skip locked`,
    )
    const [part] = parts
    if (!part) return 0
    const { table, source, html } = places[part.comment ? 'comments' : 'details']
    const { rows } = await tx.execute<Stored>(sql`
      select id::float8 as id, ${source} as source, ${html} as html
        from ${table} where id < ${part.below} and ${source} is not null
       order by id desc limit ${most} for no key update`)
    for (const { id, source: text, html: stored } of rows) {
      const made = text === '' ? '' : (await renderText(text, tx)).html
      if (made !== stored) await tx.execute(sql`update ${table} set ${html} = ${made} where id = ${id}`)
    }
    const last = rows.at(-1)
    await tx.execute(
      last && rows.length === most
        ? sql`update render_pending set below = ${last.id} where comment = ${part.comment}`
        : sql`delete from render_pending where comment = ${part.comment}`,
    )
    return rows.length
  })

/**
 * Makes the HTML of texts anew that were written before the rendering of Markdown changed, in steps of their own
 * transactions. Interrupted, it goes on where it was. Safe to call in several processes at once.
 * @returns texts read; 0 if all are current
 */
export async function renderAgain(): Promise<number> {
  const began = Date.now()
  let all = 0
  for (;;) {
    const texts = await renderSome(batch)
    all += texts
    if (texts === 0 || Date.now() - began > longest) return all
  }
}
