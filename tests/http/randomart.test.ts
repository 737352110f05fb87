import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { ownServer } from '../server'
import { plain } from './helpers'

describe('randomart by address', () => {
  const server = ownServer()
  const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl'
  const art = [
    '+--[ED25519 256]--+',
    '|                 |',
    '|     .           |',
    '|      o          |',
    '|     o o o  .    |',
    '|     .B S oo     |',
    '|     =+^ =...    |',
    '|    oo#o@.o.     |',
    '|    E+.&.=o      |',
    '|    ooo.X=.      |',
    '+----[SHA256]-----+',
  ].join('\n')
  const ask = (format: string, query: Record<string, string> | string) =>
    server.send(
      'GET',
      `/randomart${format}?${typeof query === 'string' ? query : new URLSearchParams(query)}`,
      { headers: { Accept: 'text/html' } },
    )

  test('as text, SVG and PNG', async () => {
    const text = await ask('.txt', { key })
    assert.equal(await text.text(), `${art}\n`)
    assert.match(text.headers.get('content-type') ?? '', /^text\/plain/)
    assert.equal(
      await (
        await ask(
          '.txt',
          `fingerprint=SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU&type=ED25519&bits=256`,
        )
      ).text(),
      `${art}\n`,
      'the + of an address left as it is',
    )
    const svg = await ask('.svg', { key })
    assert.equal(svg.headers.get('content-type'), 'image/svg+xml; charset=utf-8')
    assert.equal(svg.headers.get('cross-origin-resource-policy'), 'cross-origin', 'others may embed it')
    const drawing = await svg.text()
    assert.doesNotMatch(drawing, /style|<script|href/)
    const letters = [...drawing.matchAll(/<text x="([^"]+)" y="(\d+)"[^>]*>([^<]*)<\/text>/g)].map(
      ([, xs = '', y, line = '']) => ({ xs: xs.split(' ').map(Number), y, line }),
    )
    const rows = letters.map(({ xs, line }) => {
      const row = Array(19).fill(' ')
      const letters = plain(line)
      for (const [at, x] of xs.entries()) row[(x - 18) / 12] = letters[at]
      return row.join('')
    })
    assert.equal(rows.join('\n'), art)
    const png = await ask('.png', { key })
    const bytes = Buffer.from(await png.arrayBuffer())
    assert.equal(bytes.subarray(1, 4).toString(), 'PNG')
    assert.equal(bytes.readUInt32BE(16), 2 * (19 * 12 + 36))
  })

  test('the page shows the picture, the fingerprint and the addresses, and works without a script', async () => {
    const page = await (await ask('', { key })).text()
    assert.ok(page.includes(art.replaceAll('&', '&amp;')))
    assert.ok(page.includes('SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU'))
    assert.match(page, /href="\/randomart\.svg\?key=ssh-ed25519/)
    const bad = await ask('', { key: 'garbage <b>' })
    assert.equal(bad.status, 400)
    const text = await bad.text()
    assert.match(text, /look like an SSH public key or a fingerprint/)
    assert.match(text, /garbage &lt;b&gt;<\/textarea>/, 'what was typed is kept')
  })

  test('the longest keys fit into an address: ML-DSA-44, its certificates, and options before a key', async () => {
    const { cases } = JSON.parse(readFileSync('keys/testdata/mldsa44-vectors.json', 'utf8'))
    for (const { key: line, certificate, drawn } of cases)
      for (const text of [line, certificate, `restrict,command="a b" ${line}`]) {
        const answer = await ask('.txt', { key: text })
        assert.equal(await answer.text(), `${drawn.sha256.picture.join('\n')}\n`)
        for (const format of ['', '.svg', '.png'])
          assert.equal((await ask(format, { key: text })).status, 200)
      }
  })

  test('bad input gets an explanation and a 4xx', async () => {
    const bad = [
      '',
      'key=',
      'key=garbage',
      'key=ssh-ed25519%20AAAA',
      'key=ssh-rsa%20AAAAB3NzaC1yc2E',
      'fingerprint=SHA256:x',
      'fingerprint=MD5:zz',
      'key=x&fingerprint=y',
      'key=x&key=y',
      'key[]=x&key=y',
      `hash=sha3&key=${encodeURIComponent(key)}`,
      `bits=-1&fingerprint=SHA256:${'A'.repeat(43)}`,
      `type=%3Cscript%3E&fingerprint=SHA256:${'A'.repeat(43)}`,
      'key=%ff',
      'key=%00',
      `key=${'A'.repeat(11_000)}`,
      `key=${'A'.repeat(1_000_000)}`,
      `fingerprint=${'%F0%9F%99%82'.repeat(300)}`,
    ]
    for (const format of ['', '.txt', '.svg', '.png'])
      for (const query of bad) {
        if (format === '' && (query === '' || query === 'key=')) continue
        const answer = await ask(format, query).catch(() => null)
        // The server does not read an address of a megabyte at all.
        assert.ok(
          answer === null ? query.length > 100_000 : answer.status >= 400 && answer.status < 500,
          `${format}?${query.slice(0, 60)}: ${answer?.status}`,
        )
        if (answer) {
          const text = await answer.text()
          assert.ok(text.length > 5, 'says something')
          assert.doesNotMatch(text, /\bat \S+ \(|node_modules/)
        }
      }
  })
})
