import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { get } from 'node:http'
import type { ApplianceTest } from '../lab/case'
import { ask, type Machine, ssh } from '../lab/machine'

const plainly = ({ ports, host }: Machine): Promise<{ status: number; location: string }> =>
  new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port: ports.http, path: '/new?after=x', headers: { host } }, (response) => {
      response.resume()
      resolve({ status: response.statusCode ?? 0, location: response.headers.location ?? '' })
    }).on('error', reject)
  })

/** Returns eight random letters. */
const word = (): string => Array.from(randomBytes(8), (byte) => 'abcdefghkmnpqrst'[byte % 16]).join('')

/** Returns an API token for an account created by the admin tool. */
export async function tokenOf(site: Machine, name: string): Promise<string> {
  // The data disk may have an account of this name from an earlier test.
  const handle = `${name}-${word()}`
  await ssh(site, `ibtsocs-admin user create ${handle}`)
  return (await ssh(site, `ibtsocs-admin token create ${handle}`)).trim()
}

export default {
  title: 'responds over TLS, and takes a bemoaning and a vote over the API',
  async run({ site }) {
    assert.deepEqual(await plainly(site), { status: 301, location: `https://${site.host}/new?after=x` })
    const front = await ask(site, '/', { headers: { accept: 'text/html', 'user-agent': 'Mozilla/5.0' } })
    assert.equal(front.status, 200)
    assert.match(front.text, /<html/)
    assert.match(String(front.headers['strict-transport-security']), /max-age/)
    const text = await ask(site, '/', { headers: { 'user-agent': 'curl/8.0' } })
    assert.doesNotMatch(text.text, /<html/, 'the cache in front keeps text and pages apart')

    await ssh(site, 'ibtsocs-admin settings set publishing direct')
    const authorization = `Bearer ${await tokenOf(site, 'tester')}`
    const body = `The machine ${word()} that I test this in is thrown away, and took my bemoaning along.`
    const posted = await ask(site, '/api/v1/bemoanings', {
      method: 'POST',
      body: { body, tags: ['ci'] },
      headers: { authorization },
    })
    assert.equal(posted.status, 201, posted.text)
    const { id, url } = JSON.parse(posted.text) as { id: number; url: string }
    assert.ok(url.startsWith(`https://${site.host}/b/${id}`), url)
    const voted = await ask(site, `/api/v1/bemoanings/${id}/vote`, {
      method: 'PUT',
      body: { kind: 'bemoan' },
      headers: { authorization: `Bearer ${await tokenOf(site, 'voter')}` },
    })
    assert.equal(voted.status, 200, voted.text)
    assert.equal((JSON.parse(voted.text) as { votes: { bemoan: number } }).votes.bemoan, 1)
    assert.ok((await ask(site, `/b/${id}.txt`)).text.includes('thrown away'))
    const secret = await ask(site, '/api/v1/me', { headers: { authorization } })
    assert.match(String(secret.headers['cache-control']), /no-store/)
    assert.equal((await ask(site, '/api/v1/me')).status, 401, 'the response was not cached for others')
  },
} satisfies ApplianceTest
