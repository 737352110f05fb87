import assert from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { deviceOf } from './device'

const webkit = 'AppleWebKit/605.1.15 (KHTML, like Gecko)'
const blink = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0'

const table: readonly (readonly [userAgent: string, device: string])[] = [
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
  ['Mozilla/5.0 (X11; FreeBSD amd64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on FreeBSD'],
  ['Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0', 'Firefox on Android'],
  [`Mozilla/5.0 (X11; Linux x86_64) ${blink} Safari/537.36`, 'Chrome on Linux'],
  [`Mozilla/5.0 (Linux; Android 10; K) ${blink} Mobile Safari/537.36`, 'Chrome on Android'],
  [`Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${blink} Safari/537.36`, 'Chrome on Chrome OS'],
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${blink} Safari/537.36 Edg/141.0.0.0`, 'Edge on Windows'],
  [
    `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${webkit} Version/18.5 Safari/605.1.15`,
    'Safari on macOS',
  ],
  [
    `Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) ${webkit} Version/18.5 Mobile/15E148 Safari/604.1`,
    'Safari on iOS',
  ],
  [`Mozilla/5.0 (X11; Linux x86_64) ${webkit} Version/18.0 Safari/605.1.15`, 'WebKit on Linux'],
  ['w3m/0.5.3+git20230121', 'w3m'],
  ['Lynx/2.9.0dev.12 libwww-FM/2.14 SSL-MM/1.4.1 GNUTLS/3.7.9', 'Lynx'],
  ['Links (2.28; Linux 6.1.0-9-amd64 x86_64; GNU C 12.2; text)', 'Links on Linux'],
  ['ELinks/0.16.1.1 (textmode; Linux 6.1.0; 80x24-2)', 'ELinks on Linux'],
  ['curl/7.88.1', 'curl'],
  ['newsboat/2.30.1 (Linux x86_64)', 'Newsboat on Linux'],
  ['', 'Unknown browser'],
  ['   ', 'Unknown browser'],
  ['signed in through a provider', 'Unknown browser'],
  ['Mozilla/5.0', 'Unknown browser'],
  ['Mozilla/5.0 (compatible; Konqueror/5.0; Linux) KHTML/5.0', 'Unknown browser'],
  ['YOUR ACCOUNT IS LOCKED, WRITE TO/1.0 x@example.org', 'Unknown browser'],
  ['<script>alert(1)</script>'.repeat(12), 'Unknown browser'],
  ['A'.repeat(300), 'Unknown browser'],
  ['('.repeat(300), 'Unknown browser'],
  ['\u202e\u0000Firefox', 'Unknown browser'],
  [`Mozilla/5.0 (${'Linux; '.repeat(60)}`, 'Unknown browser'],
]

test('names browser and system, or neither if the header is made up', () => {
  for (const [userAgent, device] of table) assert.equal(deviceOf(userAgent), device, userAgent)
})

test('any input gives a short phrase of its own words, quickly', () => {
  const pieces = [
    'Mozilla/5.0 ',
    'Firefox/',
    'Version/1 ',
    'Android ',
    'Edg/',
    '\n',
    '👩‍👩‍👧',
    'Safari',
    '(((',
    ';;;',
  ]
  const began = performance.now()
  for (let seed = 0; seed < 2_000; seed += 1) {
    const text = Array.from(
      { length: 30 },
      (_, at) => pieces[(seed * 7 + at * at * (seed + 3)) % pieces.length],
    )
    assert.match(deviceOf(text.join('')), /^[A-Za-z0-9 .&!]{1,40}$/)
  }
  assert.ok(performance.now() - began < 4_000)
})

for (const [command, args, device] of [
  ['curl', ['-s'], /^curl$/],
  ['w3m', ['-dump'], /^w3m( on Linux)?$/],
  ['lynx', ['-dump'], /^Lynx$/],
  ['elinks', ['-dump'], /^ELinks on Linux$/],
] as const)
  test(`the ${command} of this machine is recognised`, async (t) => {
    if (spawnSync(command, ['--version']).error) return t.skip(`${command} is not installed`)
    const said: string[] = []
    const server = createServer((request, response) => {
      said.push(request.headers['user-agent'] ?? '')
      response.end('here')
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => {
      const child = execFile(command, [...args, `http://127.0.0.1:${port}/`], { timeout: 20_000 }, resolve)
      child.stdin?.end()
    })
    server.closeAllConnections()
    server.close()
    assert.match(deviceOf(said[0] ?? ''), device, said[0])
  })
