import { sql } from 'drizzle-orm'
import { plural } from '@/core/plural'
import { db } from '@/db'
import { checkVotes, spare } from '@/lib/vote'
import { needed, parseCommand, UsageError } from './arguments'
import type { Voice } from './voice'

async function voterOf(handle: string): Promise<number> {
  const { rows } = await db().execute<{ id: number }>(
    sql`select w.id from voters w join users u on u.id = w.user_id where u.handle = ${handle.toLowerCase()}`,
  )
  if (!rows[0]) throw new Error(`There is no user ${handle}.`)
  return Number(rows[0].id)
}

/** `votes check`, `votes spare <handle>`, `votes unspare <handle>`. */
export async function votesCommand(args: string[], { json, say, note }: Voice): Promise<number> {
  const [verb, handle] = parseCommand(args, 2).words
  if (verb === 'check') {
    const done = await checkVotes()
    say(
      json
        ? JSON.stringify(done)
        : `Checked ${plural(done.votes, 'vote')}. ${plural(done.damped, 'voter')} in rings: ${done.caught} new, ${done.released} released.`,
    )
    return 0
  }
  if (verb !== 'spare' && verb !== 'unspare')
    throw new UsageError('Write votes check, votes spare <handle> or votes unspare <handle>.')
  await spare(await voterOf(needed(handle, 'The handle')), verb === 'spare')
  note(
    verb === 'spare'
      ? `The nightly check now leaves the votes of ${handle} alone.`
      : `The nightly check includes the votes of ${handle} again.`,
  )
  return 0
}
