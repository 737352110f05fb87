import { z } from 'zod'
import { asked, type Bemoaning, bemoaning, comment, tally } from '../answer'
import type { Site } from '../command'

/** Votes, or takes the vote back if it is the same. @returns the bemoaning as it is now */
export async function castVote(
  site: Site,
  card: Bemoaning,
  kind: 'bemoan' | 'self_inflicted',
): Promise<Bemoaning> {
  const path = `/bemoanings/${card.id}/vote`
  const call =
    card.mine === kind
      ? ({ method: 'DELETE', path } as const)
      : ({ method: 'PUT', path, body: { kind } } as const)
  const { value } = await asked(site, tally, call)
  return { ...card, ...value }
}

/** Agrees with a comment, or takes it back. */
export async function sayTrue(
  site: Site,
  id: number,
  on: boolean,
): Promise<{ votes: number; mine: boolean }> {
  const shape = z.object({ votes: z.number(), mine: z.boolean() })
  const path = `/comments/${id}/vote`
  return (await asked(site, shape, { method: on ? 'PUT' : 'DELETE', path })).value
}

/** Comments. @param parent the comment that it replies to; null: none */
export const sendComment = async (site: Site, id: number, parent: number | null, body: string) =>
  (
    await asked(site, comment, {
      method: 'POST',
      path: `/bemoanings/${id}/comments`,
      body: { body, ...(parent === null ? {} : { parent }) },
    })
  ).value

/** Bemoans. */
export const sendBemoaning = async (
  site: Site,
  input: { body: string; tags: readonly string[]; anonymous: boolean },
): Promise<Bemoaning> =>
  (await asked(site, bemoaning, { method: 'POST', path: '/bemoanings', body: input })).value

/** Judges a bemoaning. @param reason of a rejection */
export const sendVerdict = (site: Site, id: number, publish: boolean, reason: string) =>
  asked(site, z.unknown(), {
    method: 'POST',
    path: `/jury/${id}`,
    body: publish ? { verdict: 'publish' } : { verdict: 'reject', reason },
  })
