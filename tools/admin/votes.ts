import { sql } from 'drizzle-orm'
import { plural } from '@/core/plural'
import { db } from '@/db'
import { checkVotes, spare } from '@/lib/vote'
import { form } from './form'

async function voterOf(handle: string): Promise<number> {
  const { rows } = await db().execute<{ id: number }>(
    sql`select w.id from voters w join users u on u.id = w.user_id where u.handle = ${handle.toLowerCase()}`,
  )
  if (!rows[0]) throw new Error(`There is no user ${handle}.`)
  return Number(rows[0].id)
}

const check = form({
  usage: 'votes check',
  does: 'run the nightly search for voting rings now',
  run: async (_, __, { json, say }) => {
    const done = await checkVotes()
    say(
      json
        ? JSON.stringify(done)
        : `Checked ${plural(done.votes, 'vote')}. ${plural(done.damped, 'voter')} in rings: ${done.caught} new, ${done.released} released.`,
    )
    return 0
  },
})

const exempt = form({
  usage: 'votes spare <handle>',
  does: 'exempt a user from the search for rings',
  run: async (args, _, { note }) => {
    await spare(await voterOf(args.handle), true)
    note(`The nightly check now leaves the votes of ${args.handle} alone.`)
    return 0
  },
})

const include = form({
  usage: 'votes unspare <handle>',
  does: 'end that',
  run: async (args, _, { note }) => {
    await spare(await voterOf(args.handle), false)
    note(`The nightly check includes the votes of ${args.handle} again.`)
    return 0
  },
})

export const voteForms = [check, exempt, include] as const
