import { setTimeout as sleep } from 'node:timers/promises'
import { ask, Load, unheard } from './kit/load'
import { type Drill, withSite } from './kit/run'

/** SIGTERM during a hundred requests: each is answered completely or was never accepted. */
export const drill: Drill = {
  about: 'SIGTERM during 100 requests',
  run: () =>
    withSite({}, async (site) => {
      const load = await Load.start(site, 8, { idle: true })
      const outcome = { answered: 0, 'not taken': 0, cut: 0 }
      const many = Array.from({ length: 100 }, async (_, i) => {
        // The order of one person's concurrent votes on one bemoaning is undefined, so each vote has its own person or
        // bemoaning.
        const person = load.people[Math.floor(i / 3) % load.people.length]
        if (!person) return
        if (i % 3 === 2) await load.vote(person, Math.floor(i / 3 / load.people.length))
        else await (i % 3 === 0 ? load.bemoan(person) : load.comment(person))
      })
      const [reads] = [
        Array.from({ length: 100 }, async () => {
          try {
            const answer = await fetch(`${site.origin}/new`, { headers: { Accept: 'text/html' } })
            const whole = (await answer.text()).trimEnd().endsWith('</html>')
            if (answer.status === 200 && whole) outcome.answered += 1
            else outcome.cut += 1
          } catch (error) {
            const { cause } = error as { cause?: { code?: string } }
            if (cause?.code === 'ECONNREFUSED') outcome['not taken'] += 1
            else outcome.cut += 1
          }
        }),
      ]
      await sleep(60)
      const began = performance.now()
      const ending = site.kill('SIGTERM')
      // Nothing is retried: a request without a response now stays without one.
      const ledger = await Promise.race([load.end(), sleep(30_000).then(() => load.end())])
      await Promise.all([...many, ...reads])
      const code = await ending
      const took = Math.round(performance.now() - began)
      const cut = [...unheard].filter(([code]) => code !== 'ECONNREFUSED').length
      const refused = (await ask(site, 'GET', '/healthz')) === null
      const leftBehind = site.postmaster !== 0
      await site.launch()
      await site.good()
      const statuses = [...ledger.statuses].map(([status, n]) => `${n} x ${status}`).join(', ')
      return {
        invariant: await ledger.check(site),
        figures: {
          'pages answered': outcome.answered,
          'pages not taken': outcome['not taken'],
          'pages cut': outcome.cut,
          'exit code': code ?? -1,
          'ms to exit': took,
          statuses,
        },
        ok: outcome.cut === 0 && cut === 0 && code === 0 && refused && !leftBehind,
      }
    }),
}
