import { eq, type SQL, sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import { type Credential, feedCredential } from '@/core/credential'
import { type Failure, fail } from '@/core/result'
import { isModerator } from '@/core/role'
import { db, notices, users, voters } from '@/db'
import { getSettings } from '@/lib/setting'
import { hasFactor } from '../credential/factor-columns'

export type Ban = { userId: number; until: Date; reason: string }
/** Returns the refusal for a banned user. */
export const banned = ({ until, reason }: Omit<Ban, 'userId'>): Failure =>
  fail('banned', `This account is banned until ${until.toISOString().slice(0, 10)}: ${reason}`)

/** The user of a credential: a viewer, or a banned user. */
export type Known = { viewer: Viewer } | { ban: Ban }

/** Selects the results of a query as a JSON array. */
const listOf = <T>(query: SQL) => sql<T[]>`to_json(array(${query}))`

/** The columns of a viewer; joins voters. */
export const viewerColumns = {
  id: users.id,
  voterId: voters.id,
  handle: users.handle,
  role: users.role,
  createdAt: users.createdAt,
  keyboard: users.keyboard,
  unread: sql<number>`(
    select count(*)::int
    from (
      select 1
      from ${notices}
      where ${notices.userId} = ${users.id}
        and ${notices.readAt} is null
      limit 100
    ) n
  )`,
  openWork: sql<number>`case when ${users.role} = 'user' then 0 else (
    select count(*)::int
    from (
      (select 1 from cases where status = 'open' limit 100)
      union all
      (select 1 from jury_rounds where settled_at is null limit 100)
    ) w
  ) end`,
  mutedUsers: listOf<number>(sql`select m.muted_id from user_mutes m where m.user_id = ${users.id}`),
  followedUsers: listOf<number>(sql`select f.followed_id from user_follows f where f.user_id = ${users.id}`),
  // Followed tags as positive ids, muted ones as negative ids, in one subquery.
  tagChoices: listOf<number>(
    sql`
      select case t.choice when 'mute' then -t.tag_id else t.tag_id end
      from tag_choices t
      where t.user_id = ${users.id}`,
  ),
  // Posts have their tags by name.
  mutedTags: listOf<string>(
    sql`
      select g.name
      from tag_choices t
      join tags g on g.id = t.tag_id
      where t.user_id = ${users.id}
        and t.choice = 'mute'`,
  ),
  mutedWords: listOf<string>(sql`select w.word from word_mutes w where w.user_id = ${users.id}`),
  hideSeen: users.hideSeen,
  lastVisitAt: users.lastVisitAt,
  hasFactor,
  bannedUntil: users.bannedUntil,
  banReason: users.banReason,
}

type Row = Omit<Viewer, 'sessionId' | 'mutes' | 'follows' | 'credential' | 'staffWaits'> & {
  /** True if the account has a second factor. */
  hasFactor: boolean
  mutedUsers: number[]
  tagChoices: number[]
  mutedTags: string[]
  mutedWords: string[]
  bannedUntil: Date | null
  banReason: string | null
}

/** The credential of a request. */
export type SignedBy = { credential: Credential; sessionId: string | null }

/**
 * Returns the viewer of a row, or their ban. A moderator whose account or session lacks a required second factor is an
 * ordinary user until it is given.
 */
export async function toViewer(row: Row, { credential, sessionId }: SignedBy): Promise<Known> {
  const {
    bannedUntil,
    banReason,
    mutedUsers,
    tagChoices,
    mutedTags,
    mutedWords,
    hasFactor: has,
    ...user
  } = row
  if (bannedUntil && bannedUntil.getTime() > Date.now())
    return { ban: { userId: user.id, until: bannedUntil, reason: banReason ?? '' } }
  const tags = tagChoices.filter((id) => id < 0).map((id) => -id)
  const follows = tagChoices.filter((id) => id > 0)
  const staffWaits =
    isModerator(user) &&
    !(has && credential.factored) &&
    (await getSettings())['staff-second-factor'] === 'on'
  return {
    viewer: {
      ...user,
      role: staffWaits ? 'user' : user.role,
      openWork: staffWaits ? 0 : user.openWork,
      staffWaits,
      follows,
      mutes: { users: mutedUsers, tags, tagNames: mutedTags, words: mutedWords },
      sessionId,
      credential,
    },
  }
}

/** Returns a user as a viewer of lists, for background jobs; null if they are banned or gone. */
export async function findViewer(id: number): Promise<Viewer | null> {
  const [row] = await db()
    .select(viewerColumns)
    .from(users)
    .innerJoin(voters, eq(voters.userId, users.id))
    .where(eq(users.id, id))
  const found = row ? await toViewer(row, { credential: feedCredential, sessionId: null }) : null
  return found && 'viewer' in found ? found.viewer : null
}
