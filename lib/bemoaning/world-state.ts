import { sql } from 'drizzle-orm'
import type { State } from '@/core/vocabulary'
import { bemoanings, ranks } from '@/db'
import { isMutedUser } from '@/lib/reader'

/** Who reported it: its author (unnamed, since it may be anonymous), a user by handle, or trusted users together. */
type By = { author: boolean; handle: string | null }

/** The state of a bemoaning beyond its card. Times are seconds since 1970. */
export type WorldState = {
  /** The last change of its state. */
  change: (By & { state: State; note: string | null; url: string | null; at: number }) | null
  /** A report that it was fixed, not yet confirmed. */
  proposal:
    | (By & { id: number; url: string | null; note: string | null; confirmed: number; at: number })
    | null
  /** Bites by week since 1970, of the last year, oldest first; weeks without bites are left out. */
  weeks: [week: number, bites: number][]
  ending: { text: string; at: number } | null
}

type Json = Omit<WorldState, 'weeks'> & { weeks: [number, number][] | null }

/** Weeks that the sparkline shows. */
export const sparkWeeks = 52

/**
 * Selects all of it as one column, so that a permalink needs no further statement; expects ranks and bemoanings joined.
 * Leaves out the notes and handles of users whom the viewer muted.
 */
export const worldStateColumn = () => sql<Json>`json_build_object(
  'change', (
    select json_build_object(
             'state', s.state,
             'note', case when not ${isMutedUser(sql`s.user_id`)} then s.note end,
             'url', p.url,
             'at', extract(epoch from s.created_at),
             'author', s.user_id is not null and s.user_id = ${bemoanings.authorId},
             'handle', case when s.user_id is distinct from ${bemoanings.authorId}
                             and not ${isMutedUser(sql`s.user_id`)} then u.handle end)
      from state_changes s
      left join fix_proposals p on p.id = s.proposal_id
      left join users u on u.id = s.user_id
     where s.bemoaning_id = ${ranks.id}
     order by s.id desc
     limit 1),
  'proposal', (
    select json_build_object(
             'id', p.id,
             'url', p.url,
             'note', case when not ${isMutedUser(sql`p.proposer_id`)} then p.note end,
             'at', extract(epoch from p.created_at),
             'author', p.proposer_id is not null and p.proposer_id = ${bemoanings.authorId},
             'handle', case when p.proposer_id is distinct from ${bemoanings.authorId}
                             and not ${isMutedUser(sql`p.proposer_id`)} then u.handle end,
             'confirmed', (select count(*) from fix_confirmations c where c.proposal_id = p.id))
      from fix_proposals p
      left join users u on u.id = p.proposer_id
     where p.bemoaning_id = ${ranks.id} and p.outcome = 'open'),
  'weeks', (select json_agg(json_build_array(w.week, w.bites) order by w.week) from bite_weeks w
             where w.bemoaning_id = ${ranks.id} and w.bites > 0 and w.week > floor(extract(epoch from now()) / 604800) - ${sparkWeeks}),
  'ending', case when ${bemoanings.ending} is not null
                 then json_build_object('text', ${bemoanings.ending}, 'at', extract(epoch from ${bemoanings.endedAt})) end)`

export const toWorldState = ({ weeks, ...rest }: Json): WorldState => ({ ...rest, weeks: weeks ?? [] })
