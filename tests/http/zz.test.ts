import { describe, test } from 'node:test'
import { readdirSync, readFileSync } from 'node:fs'
import { ownServer } from '../server'
import { aMember, aUserWithPassword, limits, median } from './helpers'
describe('x', () => {
  const server = ownServer()
  test('x', async () => {
    await limits(server, 'off')
    const { cookies, handle } = await aMember()
    await server.send('POST', '/settings/email', { form: { email: `${handle}@example.org` }, cookies })
    for (const f of readdirSync(server.data + '/outbox')) console.error(readFileSync(server.data + '/outbox/' + f, 'utf8'))
    await aUserWithPassword('grace_h', 'a sentence')
    const times: Record<string, number[]> = { grace_h: [], 'nobody-1': [], 'nobody@example.org': [] }
    for (let round = 0; round < 100; round += 1) {
      for (const handle of Object.keys(times).sort(() => Math.random() - 0.5)) {
        const began = performance.now()
        await (await server.send('POST', '/signin', { form: { handle, password: `wrong in round ${round}` } })).arrayBuffer()
        if (round > 1) times[handle]?.push(performance.now() - began)
      }
    }
    console.error(Object.values(times).map(median))
  })
})
