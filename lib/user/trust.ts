import { sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import type { LimitName } from '@/core/limits'
import { type Connection, db } from '@/db'

/** What makes somebody trusted; pages print it where it matters. */
export const trust = { days: 30, agreed: 10 } as const

/** Hours for which an account is new. The database says the same in `voter_weighs`; a test compares. */
export const newHours = 24

const dayMs = 86_400_000

/** What somebody may do at a step of trust. */
export type Powers = {
  readonly label: string
  /** Who that is, in words. */
  readonly who: string
  readonly bemoan: LimitName
  /** Null: no comments. */
  readonly comment: LimitName | null
  /** Whether links may be posted; where not, a bemoaning with one waits in any case, and comments, fixes and endings take none. */
  readonly links: boolean
  /** Whether votes weigh in what comes first; they are shown in any case. */
  readonly votesWeigh: boolean
  readonly judges: boolean
  /** Whether they confirm that something got fixed: not at all, together with others, or alone. */
  readonly confirms: 'no' | 'together' | 'alone'
  readonly moderates: boolean
}

/** The steps of trust: the code decides by this table, and /rules prints it. */
export const steps = {
  visitor: {
    label: 'Nobody yet',
    who: 'whoever reads without an account',
    bemoan: 'bemoan-signed-out',
    comment: null,
    links: false,
    votesWeigh: false,
    judges: false,
    confirms: 'no',
    moderates: false,
  },
  new: {
    label: 'New',
    who: `an account younger than ${newHours} hours`,
    bemoan: 'bemoan-new',
    comment: 'comment-new',
    links: false,
    votesWeigh: false,
    judges: false,
    confirms: 'no',
    moderates: false,
  },
  regular: {
    label: 'Regular',
    who: 'everybody after that',
    bemoan: 'bemoan',
    comment: 'comment',
    links: true,
    votesWeigh: true,
    judges: true,
    confirms: 'no',
    moderates: false,
  },
  trusted: {
    label: 'Trusted',
    who: `an account of ${trust.days} days and a reputation of ${trust.agreed}`,
    bemoan: 'bemoan-trusted',
    comment: 'comment',
    links: true,
    votesWeigh: true,
    judges: true,
    confirms: 'together',
    moderates: false,
  },
  moderator: {
    label: 'Moderator',
    who: 'whom the operator made one',
    bemoan: 'bemoan-trusted',
    comment: 'comment',
    links: true,
    votesWeigh: true,
    judges: true,
    confirms: 'alone',
    moderates: true,
  },
} as const satisfies Record<string, Powers>

export type Step = keyof typeof steps
type Person = Pick<Viewer, 'id' | 'role' | 'createdAt'>

/** The step as far as age and role tell: `trusted` takes a look at the reputation, too. */
export const stepByAge = ({
  role,
  createdAt,
}: Pick<Person, 'role' | 'createdAt'>): 'new' | 'regular' | 'moderator' => {
  if (role !== 'user') return 'moderator'
  return Date.now() - createdAt.getTime() < newHours * 3_600_000 ? 'new' : 'regular'
}

/** What a reputation is made of. */
export type Reputation = {
  /** How often people bemoaned what they bemoaned, by votes that weigh. */
  relates: number
  /** How often people said "so true" of what they commented. */
  thanks: number
  /** Verdicts in the jury that held. */
  verdicts: number
}

export const sumOf = ({ relates, thanks, verdicts }: Reputation): number => relates + thanks + verdicts

/** How often others agreed with somebody. Nothing of it tells what they wrote anonymously: it is shown to them alone. */
export async function reputationOf(userId: number, connection: Connection = db()): Promise<Reputation> {
  const { rows } = await connection.execute<Reputation>(sql`
    select coalesce((select sum(r.bemoan) from bemoanings b join bemoaning_ranks r on r.id = b.id
             where b.author_id = ${userId} and r.status = 'published'), 0)::int as relates,
           coalesce((select sum(c.votes) from comments c
             where c.author_id = ${userId} and c.deleted_at is null and c.removed_at is null), 0)::int as thanks,
           coalesce((select j.publish_right + j.reject_right from jurors j where j.user_id = ${userId}), 0)::int as verdicts`)
  return rows[0] ?? { relates: 0, thanks: 0, verdicts: 0 }
}

/** At which step somebody is. One statement, for those who are old enough to be trusted. */
export async function stepOf(viewer: Person, connection: Connection = db()): Promise<Step> {
  const step = stepByAge(viewer)
  if (step !== 'regular' || Date.now() - viewer.createdAt.getTime() < trust.days * dayMs) return step
  return sumOf(await reputationOf(viewer.id, connection)) >= trust.agreed ? 'trusted' : 'regular'
}

/** Whether somebody posts no links yet. */
export const isYoung = (viewer: Person): boolean => !steps[stepByAge(viewer)].links

/** The limit that counts for somebody where a step has one of its own. Null: nobody is signed in. */
export function limitFor(name: LimitName, viewer: Person | null): LimitName {
  return name === 'comment' && viewer ? steps[stepByAge(viewer)].comment : name
}
