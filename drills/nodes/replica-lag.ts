import { setTimeout as sleep } from 'node:timers/promises'
import { closePool } from '@/db'
import { muteWord } from '@/lib/reader'
import { aMember, aText } from '@/tests/http/helpers'
import { cookiesOf } from '@/tests/server'
import type { Machine } from './machine'
import type { Outcome } from './outcome'
import type { Rig } from './rig'

/** Milliseconds that the replicas stay behind. */
const behind = 30_000

/** How often pages were read from a replica, on all nodes. */
async function replicaReads(rig: Rig, outcome: string): Promise<number> {
  const name = `ibtsocs_replica_reads_total{outcome="${outcome}"}`
  const all = await Promise.all(rig.nodes.map(({ site }) => rig.metric(site, name)))
  return all.reduce((sum: number, each) => sum + (each ?? 0), 0)
}

/**
 * Both replicas stop replaying, while somebody writes in a browser and reads a list that is made for them alone: their own
 * texts must be in it.
 */
export async function lag(rig: Rig, replicas: readonly Machine[]): Promise<Outcome> {
  const member = await aMember()
  // With a muted word, lists are made for this reader.
  const muted = await muteWord(member, 'marmalade', true)
  await closePool()
  if (!muted.ok) throw new Error(muted.message)
  let cookies: Record<string, string> = { ...member.cookies }
  const send = (method: string, path: string, json?: unknown) =>
    fetch(rig.front.origin + path, {
      method,
      headers: {
        Cookie: Object.entries(cookies)
          .map(([name, value]) => `${name}=${value}`)
          .join('; '),
        Origin: String(rig.values.SITE_URL),
        'Content-Type': 'application/json',
      },
      ...(json ? { body: JSON.stringify(json) } : {}),
    })
  const [before, staleBefore] = [await replicaReads(rig, 'read'), await replicaReads(rig, 'stale')]
  let [written, missing] = [0, 0]
  const writeAndRead = async () => {
    const body = aText()
    const answer = await send('POST', '/api/v1/bemoanings', { body, tags: ['ci'] })
    if (answer.status !== 201) throw new Error(`${answer.status} ${await answer.text()}`)
    await answer.arrayBuffer()
    cookies = { ...cookies, ...cookiesOf(answer) }
    written += 1
    if (!(await (await send('GET', '/new.json')).text()).includes(body)) missing += 1
    await sleep(500)
  }
  for (let n = 0; n < 5; n += 1) await writeAndRead()
  for (const each of replicas) await rig.site.query('select pg_wal_replay_pause()', [], rig.superUrl(each))
  const end = performance.now() + behind
  while (performance.now() < end) await writeAndRead()
  for (const each of replicas) await rig.site.query('select pg_wal_replay_resume()', [], rig.superUrl(each))
  const [read, stale] = [await replicaReads(rig, 'read'), await replicaReads(rig, 'stale')]
  return {
    ok: missing === 0 && read > before && stale > staleBefore,
    figures: {
      'own texts written': written,
      'own texts missing': missing,
      'lists read from a replica': read - before,
      'from the primary because the replica was behind': stale - staleBefore,
    },
  }
}
