import { feedNamed } from '@/core/feeds'
import { fail, ok, type Result } from '@/core/result'
import type { Window } from '@/core/vocabulary'
import { findTag } from '@/lib/tag'
import { findMoved, findProfile, noSuchUser } from '@/lib/user'
import type { ListQuery } from './lists'

/** A list as its URL names it. */
export type ListNames = {
  feed?: string
  window?: Window
  tag?: string
  author?: string
  after?: string
  limit?: number
}

const newest = { name: 'new', order: 'new' } as const

/** Finds the user who had this handle before, by their present one. */
async function findPresent(old: string) {
  const handle = await findMoved(old)
  return handle === null ? null : findProfile(handle)
}

/** Resolves a list's names; `not-found` for an unknown tag or user. */
export async function resolveList({
  feed: name,
  window,
  tag,
  author,
  after,
  limit,
}: ListNames): Promise<Result<ListQuery>> {
  const feed = name === undefined && author !== undefined ? newest : feedNamed(name ?? 'hot', window)
  if (!feed) return fail('bad-request', `We don’t have the feed “${name}”.`)
  const tagRow = tag === undefined ? null : await findTag(tag)
  if (tag !== undefined && !tagRow) return fail('not-found', `We don’t have the tag “${tag}”.`)
  const user = author === undefined ? null : ((await findProfile(author)) ?? (await findPresent(author)))
  if (author !== undefined && !user) return noSuchUser(author)
  return ok({
    feed,
    ...(tagRow ? { tag: tagRow } : {}),
    ...(user ? { author: user } : {}),
    ...(after === undefined ? {} : { after }),
    ...(limit === undefined ? {} : { limit }),
  })
}
