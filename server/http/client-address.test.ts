import assert from 'node:assert/strict'
import type { IncomingMessage } from 'node:http'
import { test } from 'node:test'
import { EnvError, readEnv } from '@/core/env'
import { clientAddress } from './client-address'

/** Returns the address of a client, as a site with this environment sees it. */
function seen(env: Record<string, string>, from: string, headers: Record<string, string> = {}): string {
  const request = { socket: { remoteAddress: from }, headers } as unknown as IncomingMessage
  return clientAddress(request, readEnv(env).trustedProxy)
}
const networks = { TRUSTED_PROXY: '10.0.0.0/8, 192.0.2.7, 2001:db8::/32' }
const list = (addresses: string) => ({ 'x-forwarded-for': addresses })
const forwarded = (value: string) => ({ forwarded: value })

test('the address of a client is the nearest one that no trusted proxy has', () => {
  const table: [
    env: Record<string, string>,
    from: string,
    headers: Record<string, string>,
    client: string,
  ][] = [
    [{}, '127.0.0.1', list('198.51.100.1'), '127.0.0.1'],
    [{ TRUSTED_PROXY: '1' }, '127.0.0.1', list('198.51.100.1'), '198.51.100.1'],
    [{ TRUSTED_PROXY: '1' }, '::1', list('203.0.113.9, 198.51.100.1'), '198.51.100.1'],
    [{ TRUSTED_PROXY: '1' }, '10.0.0.1', list('198.51.100.1'), '10.0.0.1'],
    [networks, '10.1.2.3', list('198.51.100.1'), '198.51.100.1'],
    [networks, '::ffff:10.1.2.3', list('198.51.100.1'), '198.51.100.1'],
    [networks, '2001:db8::5', list('2001:db9::1'), '2001:db9::1'],
    [networks, '11.0.0.1', list('198.51.100.1'), '11.0.0.1'],
    [networks, '192.0.2.8', list('198.51.100.1'), '192.0.2.8'],
    // Two proxies, one after the other; what the client wrote before them does not count.
    [networks, '10.1.2.3', list('1.1.1.1, 198.51.100.1, 192.0.2.7'), '198.51.100.1'],
    [networks, '10.1.2.3', list('10.9.9.9, 10.8.8.8'), '10.9.9.9'],
    [networks, '10.1.2.3', list('198.51.100.1, nonsense'), '10.1.2.3'],
    [networks, '10.1.2.3', {}, '10.1.2.3'],
    // Only the header that the proxy sets counts: it passes the other one on as the client wrote it.
    [networks, '10.1.2.3', { ...list('198.51.100.1'), ...forwarded('for=1.1.1.1') }, '198.51.100.1'],
    [{ ...networks, PROXY_HEADER: 'proxy' }, '10.1.2.3', list('198.51.100.1'), '10.1.2.3'],
  ]
  for (const [env, from, headers, client] of table)
    assert.equal(seen(env, from, headers), client, JSON.stringify([env, from, headers]))
})

test('Forwarded is read as RFC 7239 writes it', () => {
  const env = { ...networks, PROXY_HEADER: 'forwarded' }
  for (const [value, client] of [
    ['for=198.51.100.1', '198.51.100.1'],
    ['For="[2001:db9::17]:4711";proto=https', '2001:db9::17'],
    ['proto=https;for="198.51.100.1:80";by=10.0.0.1', '198.51.100.1'],
    ['for=1.1.1.1, for=198.51.100.1, for=10.5.5.5', '198.51.100.1'],
    ['for=1.1.1.1;x="a, for=2.2.2.2", for=198.51.100.1', '198.51.100.1'],
    ['for=198.51.100.1, for=unknown', '10.1.2.3'],
    ['for=198.51.100.1, for=_hidden', '10.1.2.3'],
    ['for=198.51.100.1, by=10.0.0.1', '10.1.2.3'],
    ['not-for=198.51.100.1', '10.1.2.3'],
    ['', '10.1.2.3'],
  ] as const)
    assert.equal(seen(env, '10.1.2.3', forwarded(value)), client, value)
})

test('a header made to be slow is not', () => {
  const began = performance.now()
  for (const value of [
    '"\\'.repeat(8_000),
    '"'.repeat(16_000),
    ','.repeat(16_000),
    `for=${'a;'.repeat(8_000)}`,
  ])
    seen({ ...networks, PROXY_HEADER: 'forwarded' }, '10.1.2.3', forwarded(value))
  seen(networks, '10.1.2.3', list('10.0.0.1,'.repeat(1_600)))
  assert.ok(performance.now() - began < 1_000)
})

test('addresses and networks are checked at the start', () => {
  for (const value of [
    '10.0.0.0/33',
    '10.0.0.0/8,',
    '::/129',
    'proxy.example.org',
    '10.0.0.0/8/8',
    '10.0.0.0/x',
  ])
    assert.throws(() => readEnv({ TRUSTED_PROXY: value }), EnvError, value)
  assert.throws(() => readEnv({ PROXY_HEADER: 'x-real-ip' }), EnvError)
})
