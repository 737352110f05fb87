import { type SQL, sql } from 'drizzle-orm'
import { origin } from '@/core/site'
import type { State } from '@/core/vocabulary'
import { db } from '@/db'
import type { Post } from '@/lib/blog'
import { findPost, postsIn, tipsFor } from '@/lib/blog'
import type { Line } from './short-lists'

const most = 5
/** How many of the hottest with the first tag are checked for the other tags. */
const looked = 40
/** How many of the newest comments that link to a post are read. */
const linked = 60

const host = (): string => new URL(origin()).host.toLowerCase()

/** Selects published bemoanings that have all of these tags, hottest first. */
const tagged = ([first = '', ...others]: readonly string[]): SQL => sql`
  (select h.id, 0 as named from (
     select bt.bemoaning_id as id, bt.hotness from bemoaning_tags bt
      where bt.tag_id = (select id from tags where name = ${first}) and bt.published order by bt.hotness desc limit ${looked}) h
    where ${others.length === 0} or (select r.tag_ids from bemoaning_ranks r where r.id = h.id)
          @> array(select id from tags where name = any(${sql.param(others)}::text[])) and (select count(*) from tags where name = any(${sql.param(others)}::text[])) = ${new Set(others).size}
    order by h.hotness desc limit ${most})`

/**
 * Returns the bemoanings that a post cures: those whose remedy links to it first, then those it names by id, then
 * unfixed ones with the tags it names. In one statement.
 * @returns `sure` if the first of them shares more than tags
 */
export async function curedBy({ slug, cures }: Post): Promise<{ lines: Line[]; sure: boolean }> {
  const lists = cures.tags.map((tags) => sql`union all ${tagged(tags)}`)
  const { rows } = await db().execute<{
    id: number
    body: string
    epoch: number
    state: State
    bemoan: number
    self_inflicted: number
    named: number
  }>(sql`
    with meant as (
      select b.id, 2 as named
        from (select comment_id from comment_posts where slug = ${slug} and host in ('', ${host()}) order by comment_id desc limit ${linked}) p
        join comments c on c.id = p.comment_id join bemoanings b on b.id = c.bemoaning_id and b.remedy_id = c.id
       where c.deleted_at is null and c.removed_at is null
      union all select n.id, 1 from unnest(${sql.param(cures.bemoanings)}::bigint[]) n(id)
      ${sql.join(lists, sql` `)}
    )
    select r.id, b.body, r.epoch, r.state, r.bemoan, r.self_inflicted, m.named
      from (select id, max(named) as named from meant group by id) m join bemoaning_ranks r on r.id = m.id join bemoanings b on b.id = r.id
     where r.status = 'published' and (m.named > 0 or r.state <> 'fixed') order by m.named desc, r.hotness desc limit ${most}`)
  const lines = rows.map(({ id, body, epoch, state, bemoan, self_inflicted }) => ({
    id,
    body,
    createdAt: new Date(epoch * 1000),
    state,
    votes: { bemoan, self_inflicted },
  }))
  return { lines, sure: (rows[0]?.named ?? 0) > 0 }
}

/** Returns the published posts of this site that a text links to. */
const linkedFrom = (text: string): Post[] =>
  postsIn(text).flatMap((one) => (one.host === '' || one.host === host() ? (findPost(one.slug) ?? []) : []))

/**
 * Returns the posts that cure a bemoaning: those its remedy links to, then those that claim to.
 * @param remedy the remedy's text; empty without one
 * @returns `sure` if the remedy links to a post or a post names the bemoaning, rather than a tag
 */
export function tipsThatCure(
  { id, tags }: { id: number; tags: readonly string[] },
  remedy: string,
  limit = 3,
): { posts: Post[]; sure: boolean } {
  const linked = linkedFrom(remedy)
  const all = [...linked, ...tipsFor(id, tags)]
  const posts = [...new Map(all.map((post) => [post.slug, post])).values()].slice(0, limit)
  return { posts, sure: linked.length > 0 || (posts[0]?.cures.bemoanings.includes(id) ?? false) }
}
