import assert from 'node:assert/strict'
import { sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import { db } from '@/db'
import { comment } from '@/lib/comment'
import type { Subscription } from '@/lib/delivery'
import { unsubscribeAddress } from '@/lib/delivery'
import { decide, report } from '@/lib/moderation'
import { listOwnProposals, proposeTag } from '@/lib/tag-proposal'
import { createChallenge, setAbout } from '@/lib/user'
import { proposeFix } from '@/lib/world'
import { withProof } from './key-line'
import { aBemoaning, aBrowser, aUser } from './makers'

/** Creates the objects of actions, always by the same author, and new each time. */
export type Scene = {
  authorHandle: string
  /** A handle with `password`. */
  known: string
  password: string
  /** An existing bemoaning, for fields that name one. */
  standing: number
  text: () => string
  /** An unused handle. */
  handle: () => string
  /** An unregistered key, with the proof of possession. */
  keyWithProof: () => { key: string; nonce: string; signature: string }
  /** A browser's subscription to pushes. */
  browser: () => Subscription
  /** The address that ends the author's digests, as in an email. */
  unsubscribe: () => string
  bemoaning: () => Promise<number>
  comment: () => Promise<number>
  /** "It got fixed", from another person. */
  proposal: () => Promise<number>
  ended: () => Promise<number>
  /** A proposed tag that waits. */
  proposedTag: () => Promise<number>
  /** An open case about a bemoaning. */
  case: () => Promise<number>
  /** A lock that can be undone, by its row in the log. */
  lock: () => Promise<number>
  /** The author's handle, after they wrote a line about themselves. */
  line: () => Promise<string>
  /** A notice to the author. */
  notice: () => Promise<number>
  /** A removal that can be appealed against, by its row in the log. */
  removal: () => Promise<number>
}

const got = <T>(result: { ok: true; value: T } | { ok: false; message: string }): T => {
  if (!result.ok) assert.fail(result.message)
  return result.value
}

/** Creates a scene around one author. */
export async function aScene(author: Viewer, known: string, password: string): Promise<Scene> {
  const [other, judge] = [await aUser(), await aUser({ role: 'moderator' })]
  const bemoaning = () => aBemoaning(author)
  const acted = async (action: 'lock' | 'remove') =>
    got(
      await decide(
        judge,
        { subject: { type: 'bemoaning', id: await bemoaning() } },
        { action, reason: 'A test.' },
      ),
    ).moderationId
  let count = 0
  const next = () => {
    count += 1
    return count
  }
  return {
    authorHandle: author.handle,
    known,
    password,
    standing: await bemoaning(),
    text: () => `The cell numbered ${next()} of a matrix is not right.`,
    handle: () => {
      const letters = [...String(next()).padStart(5, '0')].map((digit) => 'abcdfghjkp'[Number(digit)])
      return `matrix-${letters.join('')}`
    },
    keyWithProof: () => withProof(createChallenge()),
    browser: () => aBrowser(`https://push.example.org/${next()}`),
    unsubscribe: () =>
      new URL(unsubscribeAddress(author.id, 'digest')).pathname +
      new URL(unsubscribeAddress(author.id, 'digest')).search,
    bemoaning,
    comment: async () => got(await comment(author, await bemoaning(), { body: 'Have you tried it?' })).id,
    proposal: async () => {
      const id = await bemoaning()
      got(await proposeFix(other, id, { url: 'https://example.org/fixed' }))
      const { rows } = await db().execute<{ id: number }>(
        sql`select id from fix_proposals where bemoaning_id = ${id}`,
      )
      return rows[0]?.id ?? 0
    },
    proposedTag: async () => {
      const why = 'It is for one cell of a matrix.'
      got(await proposeTag(author, { name: `matrix-tag-${next()}`, label: 'Matrix', why, bemoaning: null }))
      return (await listOwnProposals(author.id))[0]?.id ?? 0
    },
    ended: async () => {
      const id = await bemoaning()
      await db().execute(sql`update bemoanings set ending = 'Badly.', ended_at = now() where id = ${id}`)
      return id
    },
    case: async () => {
      const id = await bemoaning()
      const subject = { type: 'bemoaning', id } as const
      got(await report({ viewer: other, voterId: other.voterId, network: 'n' }, { subject, reason: 'spam' }))
      const { rows } = await db().execute<{ id: number }>(
        sql`select id from cases where bemoaning_id = ${id}`,
      )
      return rows[0]?.id ?? 0
    },
    line: async () => {
      got(await setAbout(author, 'I boil kettles.'))
      return author.handle
    },
    lock: () => acted('lock'),
    notice: async () => {
      const { rows } = await db().execute<{ id: number }>(
        sql`select id from notices where user_id = ${author.id} and moderation_id = ${await acted('lock')}`,
      )
      return rows[0]?.id ?? 0
    },
    removal: () => acted('remove'),
  }
}
