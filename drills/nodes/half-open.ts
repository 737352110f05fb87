import { setTimeout as sleep } from 'node:timers/promises'
import { ask } from '../kit/load'
import type { Outcome } from './outcome'
import type { Rig } from './rig'
import type { Watch } from './watch'

/** Milliseconds within which a removed text must be gone from a node that has lost its connections without a word. */
const longest = 10_000

/** The last part of the address that the second node's connections come from; each loss needs another one. */
let from = 122

/** A text is removed on the first node while the second one's connections forward nothing. */
export async function halfOpen(rig: Rig, watch: Watch): Promise<Outcome> {
  const [first, second] = rig.nodes
  if (!first || !second) throw new Error('no second node')
  const { token } = watch.writer
  const body = `Nothing forwards anything here, number ${Date.now().toString(36)}, and nobody says so.`
  const made = await ask(first.site, 'POST', '/api/v1/bemoanings', { token, json: { body, tags: ['ci'] } })
  const id = Number(made?.json?.id)
  // A picture lives for 10 minutes unless it is invalidated.
  const pages = [`/b/${id}/picture.png`, `/b/${id}.txt`]
  const found = async () => {
    const replies = await Promise.all(pages.map((page) => ask(second.site, 'GET', page)))
    return replies.map((reply) => reply?.status)
  }
  const before = await found()
  if (before.some((status) => status !== 200)) throw new Error(`before the removal: ${before}`)
  const to = from < 180 ? from + 60 : 122
  second.machine.loseConnections(from, to)
  from = to
  const removed = await ask(first.site, 'DELETE', `/api/v1/bemoanings/${id}`, { token })
  if (removed?.status !== 204 && removed?.status !== 200) throw new Error(`the removal: ${removed?.status}`)
  const began = performance.now()
  while ((await found()).includes(200) && performance.now() - began < 60_000) await sleep(50)
  const took = performance.now() - began
  await sleep(3_000)
  return { ok: took < longest, figures: { 'gone on the other node after ms': Math.round(took) } }
}
