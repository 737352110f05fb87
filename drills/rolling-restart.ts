import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startEmbedded } from '@/db/embedded'
import { removeDataFolder } from '@/db/embedded/remove'
import { balancerAddress, startBalancer } from './kit/balancer'
import { Load, unheard } from './kit/load'
import { type Drill, NotHere } from './kit/run'
import { DrillSite, freePort } from './kit/site'

const rounds = 2

/** Two nodes behind HAProxy are replaced one at a time while people read and write: nobody notices. */
export const drill: Drill = {
  about: 'two nodes behind a real HAProxy, replaced one at a time under load, twice',
  run: async () => {
    const data = mkdtempSync(join(tmpdir(), 'ibtsocs-rolling-'))
    const database = await startEmbedded(data)
    const nodes: DrillSite[] = []
    let endBalancer: (() => Promise<void>) | null = null
    try {
      const secret = 'a secret of the drill that both nodes know'
      process.env.DATABASE_URL = database.url
      process.env.AUTH_SECRET = secret
      const env = {
        AUTH_SECRET: secret,
        TRUSTED_PROXY: balancerAddress,
        PROXY_HEADER: 'proxy',
        DRAIN_SECONDS: '3',
      }
      for (const _ of ['a', 'b']) nodes.push(await DrillSite.start({ url: database.url, env }))
      const [first] = nodes
      if (!first) throw new NotHere('no node')
      const port = await freePort()
      endBalancer = await startBalancer(
        data,
        port,
        nodes.map((node) => node.port),
      )
      const front: DrillSite = Object.create(first, { origin: { value: `http://127.0.0.1:${port}` } })
      const load = await Load.start(front)
      const pages = { read: 0, failed: 0 }
      let ended = false
      const readers = Array.from({ length: 8 }, async (_, n) => {
        const path = ['/', '/new', '/api/v1/bemoanings', '/about'][n % 4] ?? '/'
        while (!ended) {
          const answer = await fetch(front.origin + path, { headers: { Accept: 'text/html' } }).catch(
            () => null,
          )
          const text = await answer?.text().catch(() => null)
          pages.read += 1
          if (answer?.status !== 200 || !text) pages.failed += 1
          await sleep(20)
        }
      })
      const codes: (number | null)[] = []
      for (let round = 0; round < rounds; round += 1)
        for (const node of nodes) {
          await sleep(1_500)
          codes.push(await node.kill('SIGTERM'))
          await node.launch()
          await node.good()
        }
      await sleep(1_500)
      ended = true
      await Promise.all(readers)
      const ledger = await load.end()
      const unanswered = [...unheard.values()].reduce((sum, n) => sum + n, 0)
      const failed = [...ledger.statuses]
        .filter(([status]) => !/^[23]/.test(status))
        .reduce((sum, [, n]) => sum + n, 0)
      return {
        invariant: await ledger.check(first),
        figures: {
          restarts: codes.length,
          'pages read': pages.read,
          'pages failed': pages.failed,
          'writes failed': failed,
          'without a response': unanswered,
          statuses: [...ledger.statuses].map(([status, n]) => `${n} x ${status}`).join(', '),
        },
        ok: pages.failed === 0 && failed === 0 && unanswered === 0 && codes.every((code) => code === 0),
      }
    } finally {
      await endBalancer?.()
      for (const node of nodes) await node.end()
      await database.stop()
      removeDataFolder(data)
    }
  },
}
