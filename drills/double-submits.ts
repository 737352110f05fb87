import { randomBytes } from 'node:crypto'
import { closePool } from '@/db'
import { issueToken, startSession } from '@/lib/user'
import { aBemoaning, aUser } from '@/tests/makers'
import { Ledger } from './kit/ledger'
import { ask } from './kit/load'
import { type Drill, withSite } from './kit/run'
import type { DrillSite } from './kit/site'

const at = 10
const texts = (i: number) =>
  `Pressed twice, for it did not move: ${randomBytes(9).toString('hex').replace(/\d/g, 'x')} ${i}.`

const sendForm = (site: DrillSite, path: string, session: string, fields: Record<string, string>) =>
  fetch(site.origin + path, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      Origin: site.origin,
      Cookie: `session=${session}`,
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams(fields),
  }).then(async (answer) => {
    await answer.arrayBuffer()
    return answer
  })

/**
 * The same write ten times at once: by form, by API with and without a key. Each is stored once, and every request
 * learns so.
 */
export const drill: Drill = {
  about: 'every write sent ten times at once',
  run: ([rounds = '10']) =>
    withSite({}, async (site) => {
      const ledger = new Ledger()
      const [author, user] = [await aUser(), await aUser()]
      const on = await aBemoaning(author)
      const [token, session] = [await issueToken(user.id, 'drill'), await startSession(user.id, 'drill')]
      await closePool()
      let [sent, odd] = [0, 0]
      const times = async (send: () => Promise<boolean | null>) => {
        const all = await Promise.all(Array.from({ length: at }, send))
        sent += at
        odd += all.filter((fine) => !fine).length
      }
      for (let round = 0; round < Number(rounds); round += 1) {
        const [keyed, unkeyed, formed, said, saidByForm] = [0, 1, 2, 3, 4].map((i) =>
          texts(round * 5 + i),
        ) as [string, string, string, string, string]
        for (const body of [keyed, unkeyed, formed]) ledger.tryText('bemoanings', body)
        for (const body of [said, saidByForm]) ledger.tryText('comments', body, on)
        const headers = { 'Idempotency-Key': randomBytes(12).toString('hex') }
        await times(async () => {
          const reply = await ask(site, 'POST', '/api/v1/bemoanings', {
            token,
            headers,
            json: { body: keyed, tags: ['ci'] },
          })
          if (reply?.status === 201) ledger.keepText('bemoanings', keyed, Number(reply.json?.id))
          return reply?.status === 201
        })
        await times(async () => {
          const reply = await ask(site, 'POST', '/api/v1/bemoanings', {
            token,
            json: { body: unkeyed, tags: ['ci'] },
          })
          if (reply?.status === 201) ledger.keepText('bemoanings', unkeyed, Number(reply.json?.id))
          return reply && [201, 409].includes(reply.status)
        })
        await times(async () => {
          const answer = await sendForm(site, '/submit', session, { body: formed, tags: 'ci' })
          const id = /\/b\/(\d+)/.exec(answer.headers.get('location') ?? '')?.[1]
          if (answer.status === 303 && id) ledger.keepText('bemoanings', formed, Number(id))
          return [303, 409].includes(answer.status)
        })
        await times(async () => {
          const reply = await ask(site, 'POST', `/api/v1/bemoanings/${on}/comments`, {
            token,
            json: { body: said },
          })
          if (reply?.status === 201) ledger.keepText('comments', said, Number(reply.json?.id))
          return reply?.status === 201
        })
        await times(async () => {
          const answer = await sendForm(site, `/b/${on}/comments`, session, { body: saidByForm })
          const id = /#c-?(\d+)/.exec(answer.headers.get('location') ?? '')?.[1]
          if (answer.status === 303 && id) ledger.keepText('comments', saidByForm, Number(id))
          return answer.status === 303
        })
        const kind = round % 2 ? 'bemoan' : 'self_inflicted'
        await times(async () => {
          ledger.tryVote(on, user.voterId, kind)
          const reply = await ask(site, 'PUT', `/api/v1/bemoanings/${on}/vote`, { token, json: { kind } })
          if (reply?.status === 200) ledger.keepVote(on, user.voterId, kind)
          return reply?.status === 200
        })
      }
      return { invariant: await ledger.check(site), figures: { sent, 'other answers': odd }, ok: odd === 0 }
    }),
}
