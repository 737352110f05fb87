import { type SQLWrapper, sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import { demand } from '@/core/credential'
import { type Failure, fail, ok, type Result } from '@/core/result'
import { retention } from '@/core/retention'
import { db, type Transaction } from '@/db'
import { announceAdded } from '@/db/invalidate'
import { retrying, transact } from '@/db/retry'
import { Statement } from '@/db/statement'
import { lockedSentence, type Once, whyRefused } from '@/lib/bemoaning'
import { findPost } from '@/lib/blog'
import { renderText } from '@/lib/mention'
import { notifyMentions, notifyPostAnswer } from '@/lib/notice'
import { renderMarkdown } from '@/text/markdown'
import { commentLimits, type NewComment } from './input'
import { onceFor, replay } from './once'
import { type CommentPlace, type CommentTarget, tagOfPlace, type WrittenComment } from './place'
import type { Comment } from './queries'

/** A comment that was just written, with what its author may show of it without reading it again. */
export type NewlyWritten = WrittenComment & { text?: Omit<Comment, 'art' | 'gone'> }

const invalid = (path: string, message: string): Failure =>
  fail('invalid', message, { errors: [{ path, message }] })

/** Why `write_comment` wrote nothing. `used`: by an earlier request with the same key. */
const refusals = {
  'not-found': fail('not-found', 'We can’t find that bemoaning.'),
  locked: fail('forbidden', lockedSentence),
  'no-parent': invalid('parent', 'The comment you reply to isn’t in this thread.'),
  'parent-gone': fail(
    'conflict',
    'The comment you reply to has been deleted. We kept your text; reply to a different one.',
  ),
  'too-deep': invalid(
    'parent',
    'This thread is too deep for another level. Reply to one of the comments above.',
  ),
} as const

type Outcome = keyof typeof refusals | 'used' | 'twin' | 'made'
type Written = { outcome: Outcome; id: number; subject: string; depth: number; epoch: number }

/** The arguments of `write_comment`, in its order. */
const parameters = ['bemoaning', 'post', 'parent', 'author', 'body', 'html', 'key', 'request'] as const
type Values = Record<(typeof parameters)[number], string | number | null>

const call = (values: Record<(typeof parameters)[number], SQLWrapper>) => sql`
  select outcome, made as id, subject, made_depth as depth, made_epoch as epoch
    from write_comment(${values.bemoaning}, ${values.post}, ${values.parent}, ${sql.raw(String(commentLimits.depth))}, ${values.author},
      ${values.body}, ${values.html}, ${values.key}, ${values.request}, make_interval(days => ${sql.raw(String(retention.idempotencyKey))}))`

const filled = (value: (name: (typeof parameters)[number]) => SQLWrapper) =>
  Object.fromEntries(parameters.map((name) => [name, value(name)])) as Record<
    (typeof parameters)[number],
    SQLWrapper
  >

const writeAlone = new Statement('write comment', call(filled((name) => sql.placeholder(name))))

/** Writes in a transaction of its own: one round trip. */
async function alone(values: Values): Promise<Written> {
  const [row] = await retrying(() => writeAlone.rows(values))
  if (row === undefined) throw new Error('write_comment returned nothing')
  const [outcome, id, subject, depth, epoch] = row
  return {
    outcome: outcome as Outcome,
    id: Number(id),
    subject: subject ?? '',
    depth: Number(depth),
    epoch: Number(epoch),
  }
}

async function within(tx: Transaction, values: Values): Promise<Written> {
  const { rows } = await tx.execute<Written>(call(filled((name) => sql`${values[name]}`)))
  if (rows[0] === undefined) throw new Error('write_comment returned nothing')
  return rows[0]
}

const placeIn = (target: CommentTarget, { subject }: Written): CommentPlace =>
  typeof target === 'number'
    ? { type: 'bemoaning', id: target, body: subject }
    : { type: 'post', slug: target.post }

/** Writes, and notifies those whom only a further statement finds: the mentioned, and a reader of a post. */
function andNotify(
  values: Values,
  target: CommentTarget,
  mentioned: readonly number[],
  actorId: number,
): Promise<Written> {
  return transact(async (tx) => {
    const written = await within(tx, values)
    if (written.outcome !== 'made') return written
    const comment = { commentId: written.id, place: placeIn(target, written) }
    const { parent } = values
    if (typeof target !== 'number' && parent !== null)
      await notifyPostAnswer(
        tx,
        { commentId: written.id, parentId: Number(parent), post: findPost(target.post) },
        actorId,
      )
    await notifyMentions(tx, mentioned, comment, actorId)
    return written
  })
}

/** Returns what a request with this key made before. */
const replayed = async (once: Once | null): Promise<Result<NewlyWritten>> =>
  (once && (await replay(db(), once))) ?? fail('not-found', 'The text that this key created is gone.')

/**
 * Comments on a bemoaning or a post, or replies to a comment there.
 * @param key idempotency key: the same key and input within a day make one comment
 */
export async function comment(
  viewer: Viewer,
  target: CommentTarget,
  input: NewComment,
  key?: string,
): Promise<Result<NewlyWritten>> {
  demand(viewer, 'write')
  const refused = whyRefused(viewer, { body: input.body }, () => ({ body: renderMarkdown(input.body) }))
  if (refused) return refused
  const onBemoaning = typeof target === 'number'
  if (!onBemoaning && !findPost(target.post)) return fail('not-found', 'We can’t find that post.')
  const once = onceFor(viewer.id, target, input, key)
  // Before the thread is locked, so that nobody waits for it.
  const { html, mentioned } = await renderText(input.body)
  const values: Values = {
    bemoaning: onBemoaning ? target : null,
    post: onBemoaning ? null : target.post,
    parent: input.parent ?? null,
    author: viewer.id,
    body: input.body,
    html,
    key: once?.key ?? null,
    request: once?.request ?? null,
  }
  const written =
    onBemoaning && mentioned.length === 0
      ? await alone(values)
      : await andNotify(values, target, mentioned, viewer.id)
  const { outcome, id } = written
  if (outcome === 'used') return replayed(once)
  if (outcome !== 'made' && outcome !== 'twin') return refusals[outcome]
  const place = placeIn(target, written)
  if (outcome === 'twin') return ok({ id, place })
  await announceAdded(tagOfPlace(place))
  return ok({ id, place, text: textOf(viewer, input, html, written) })
}

const textOf = (
  viewer: Viewer,
  input: NewComment,
  bodyHtml: string,
  { id, depth, epoch }: Written,
): Omit<Comment, 'art' | 'gone'> => ({
  id,
  parent: input.parent ?? null,
  depth,
  author: viewer.handle,
  body: input.body,
  bodyHtml,
  votes: 0,
  createdAt: new Date(epoch * 1_000),
  editedAt: null,
  remedy: false,
  version: 1,
})
