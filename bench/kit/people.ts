import { sql } from 'drizzle-orm'
import { db } from '@/db'
import { comment } from '@/lib/comment'
import { startSession } from '@/lib/user'
import { aUser } from '@/tests/makers'

/** Creates a signed-in reader. @returns a Cookie header */
export async function aReader(): Promise<string> {
  const user = await aUser()
  return `session=${await startSession(user.id, 'bench')}`
}

/** Creates a bemoaning whose page shows 50 comments, some of them replies. @returns its path */
export async function aDiscussion(): Promise<string> {
  const { rows } = await db().execute<{ id: number }>(
    sql`select max(id)::int as id from bemoaning_ranks where status = 'published'`,
  )
  const id = rows[0]?.id ?? 1
  const people = await Promise.all(Array.from({ length: 5 }, () => aUser()))
  let parent: number | undefined
  for (let n = 0; n < 49; n += 1) {
    const author = people[n % people.length]
    if (!author) continue
    const body = `Number ${n}: it was the cache, and then it was **not** the cache.\n\n    make clean && make`
    const made = await comment(author, id, { body, ...(n % 3 && parent ? { parent } : {}) })
    if (!made.ok) throw new Error(made.message)
    if (n % 3 === 0) parent = made.value.id
  }
  return `/b/${id}`
}
