import { sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import type { LimitName } from '@/core/limits'
import { type Connection, db } from '@/db'

/** The requirements for trust; pages print them. */
export const trust = { days: 30, agreed: 10 } as const

/** Hours for which an account is new. The database has the same in `voter_weighs`; a test compares them. */
export const newHours = 24

const dayMs = 86_400_000

/** The rights at a step of trust. */
export type Powers = {
  readonly label: string
  /** The users at this step, in words. */
  readonly who: string
  readonly bemoan: LimitName
  /** Null: no comments. */
  readonly comment: LimitName | null
  /**
   * Whether links may be posted; otherwise a bemoaning with one always waits, and comments, fixes and endings refuse
   * them.
   */
  readonly links: boolean
  /** Whether votes count in rankings; they are always shown. */
  readonly votesWeigh: boolean
  readonly judges: boolean
  /** Whether they can confirm a fix: not at all, together with others, or alone. */
  readonly confirms: 'no' | 'together' | 'alone'
  readonly moderates: boolean
}

/** The steps of trust: the code decides by this table, and /rules prints it. */
export const steps = {
  visitor: {
    label: 'Visitor',
    who: 'everybody without an account',
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
    who: 'appointed by the operator',
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

/** Returns the step by age and role only: `trusted` also needs the reputation. */
export const stepByAge = ({
  role,
  createdAt,
}: Pick<Person, 'role' | 'createdAt'>): 'new' | 'regular' | 'moderator' => {
  if (role !== 'user') return 'moderator'
  return Date.now() - createdAt.getTime() < newHours * 3_600_000 ? 'new' : 'regular'
}

/** The parts of a reputation. */
export type Reputation = {
  /** Votes of "bemoan" that count, on their bemoanings. */
  relates: number
  /** Votes of "so true" on their comments. */
  thanks: number
  /** Jury verdicts that were right. */
  verdicts: number
}

export const sumOf = ({ relates, thanks, verdicts }: Reputation): number => relates + thanks + verdicts

/** Returns how often others agreed with a user. It includes their anonymous texts, so it is shown only to them. */
export async function reputationOf(userId: number, connection: Connection = db()): Promise<Reputation> {
  const { rows } = await connection.execute<Reputation>(sql`
    select coalesce((select sum(r.bemoan) from bemoanings b join bemoaning_ranks r on r.id = b.id
             where b.author_id = ${userId} and r.status = 'published'), 0)::int as relates,
           coalesce((select sum(c.votes) from comments c
             where c.author_id = ${userId} and c.deleted_at is null and c.removed_at is null), 0)::int as thanks,
           coalesce((select j.publish_right + j.reject_right from jurors j where j.user_id = ${userId}), 0)::int as verdicts`)
  return rows[0] ?? { relates: 0, thanks: 0, verdicts: 0 }
}

/** Returns a user's step. One statement, only for those old enough to be trusted. */
export async function stepOf(viewer: Person, connection: Connection = db()): Promise<Step> {
  const step = stepByAge(viewer)
  if (step !== 'regular' || Date.now() - viewer.createdAt.getTime() < trust.days * dayMs) return step
  return sumOf(await reputationOf(viewer.id, connection)) >= trust.agreed ? 'trusted' : 'regular'
}

/** True if a user may not post links yet. */
export const isYoung = (viewer: Person): boolean => !steps[stepByAge(viewer)].links

/** Returns a user's own limit if their step has one. Null without a viewer. */
export function limitFor(name: LimitName, viewer: Person | null): LimitName {
  return name === 'comment' && viewer ? steps[stepByAge(viewer)].comment : name
}
