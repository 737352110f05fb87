import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConfigError } from './errors'
import { parseConfig } from './parse'

/** Returns the complaints about a `net:` block, without their places. */
function complaints(net: string, target = ''): string[] {
  try {
    parseConfig(`appliance: www.example.org\napp: .\n${target}net: ${net}\n`, 'a')
    return []
  } catch (error) {
    assert.ok(error instanceof ConfigError)
    return error.complaints.map(({ message }) => message)
  }
}

for (const net of [
  '{ address: dhcp }',
  '{ address: 192.0.2.10/24, gateway: 192.0.2.1 }',
  '{ address: 192.0.2.10/31, gateway: 192.0.2.11 }',
  '{ address: 10.0.0.255/16, gateway: 10.0.0.1, nameservers: [10.0.0.1, "2001:db8::1"], search: [example.org] }',
  '{ address: none, address6: "2001:db8::10/64", gateway6: "fe80::1", nameservers: ["2001:db8::1"] }',
  '{ address: none, address6: "2001:db8::/127", gateway6: "2001:db8::1", nameservers: ["2001:db8::53"] }',
  '{ address: none, address6: auto, nameservers: ["2001:db8::1"] }',
  '{ address: none, address6: dhcp }',
  '{ vlan: 4094 }',
  '{ more: [{ address: 10.0.0.2/24 }, { address: none, address6: none }] }',
  '{ address: 10.0.1.2/24, more: [{ address: 192.0.2.10/24, gateway: 192.0.2.1 }] }',
  '{ bond: 802.3ad, more: [{ bridge: br1 }] }',
  '{ mac: "02:00:00:00:00:01", more: [{ mac: "02:00:00:00:00:02" }] }',
])
  test(`check accepts ${net}`, () => assert.deepEqual(complaints(net), []))

const fixed = 'address: 192.0.2.10/24, gateway: 192.0.2.1'
const fixed6 = 'address: none, nameservers: ["2001:db8::1"], address6:'
for (const [net, message] of [
  [
    '{ address: 192.0.2.10/24, gateway: 192.0.3.1 }',
    /192\.0\.3\.1 isn’t in the network of 192\.0\.2\.10\/24/,
  ],
  ['{ address: 192.0.2.10/24, gateway: 192.0.2.10 }', /own address/],
  ['{ address: 192.0.2.10/24, gateway: 192.0.2.255 }', /192\.0\.2\.255 is the broadcast address/],
  ['{ address: 192.0.2.0/24, gateway: 192.0.2.1 }', /address of the network 192\.0\.2\.0\/24 itself/],
  ['{ address: 192.0.2.63/26, gateway: 192.0.2.1 }', /broadcast address of its network/],
  ['{ address: 127.0.0.2/8, gateway: 127.0.0.1 }', /loopback/],
  ['{ address: 224.0.0.2/8, gateway: 224.0.0.1 }', /multicast/],
  ['{ address: 0.0.0.0/8, gateway: 0.0.0.1 }', /unspecified/],
  ['{ address: 192.0.2.10/0, gateway: 192.0.2.1 }', /whole internet/],
  ['{ address: 192.0.2.10/33, gateway: 192.0.2.1 }', /Write dhcp, none/],
  ['{ address: 192.0.2.10, gateway: 192.0.2.1 }', /Write dhcp, none/],
  ['{ address: 0300.0.2.10/24, gateway: 192.0.2.1 }', /Write dhcp, none/],
  ['{ address: 192.0.2.10/24 }', /A fixed address needs a gateway/],
  ['{ gateway: 192.0.2.1 }', /A gateway needs a fixed “address:”/],
  ['{ address: "2001:db8::1/64" }', /Write dhcp, none/],
  [`{ ${fixed6} "2001:db8::10/64", gateway6: "2001:db9::1" }`, /isn’t in the network/],
  [`{ ${fixed6} "2001:db8::/64" }`, /address of the network/],
  [`{ ${fixed6} "fe80::2/64" }`, /link-local/],
  [`{ ${fixed6} "ff02::2/64" }`, /multicast/],
  [`{ ${fixed6} "::1/128" }`, /loopback/],
  [`{ ${fixed6} "2001:db8::1%eth0/64" }`, /Write auto, dhcp, none/],
  ['{ address6: auto, gateway6: "fe80::1" }', /A gateway needs a fixed “address6:”/],
  ['{ address: none, address6: none, nameservers: [192.0.2.1] }', /nobody could reach/],
  ['{ address: none }', /doesn’t learn its name servers/],
  ['{ nameservers: [192.0.2.1] }', /DHCP brings the name servers/],
  ['{ search: [example.org] }', /DHCP brings the name servers/],
  [`{ ${fixed}, nameservers: ["2001:db8::1", "2001:DB8:0::1"] }`, /listed twice/],
  [`{ ${fixed}, nameservers: [resolver] }`, /isn’t an IP address/],
  ['{ vlan: 4095 }', /maximum is 4094/],
  ['{ vlan: 0 }', /minimum is 1/],
  ['{ mac: "00:00:00:00:00:00" }', /zeros alone/],
  ['{ mac: "01:00:5e:00:00:01" }', /multicast/],
  ['{ mac: "02:00:00:00:00:01", more: [{ mac: "02:00:00:00:00:01" }] }', /Another card has this address/],
  [`{ ${fixed}, more: [{ address: 10.0.0.2/24, gateway: 10.0.0.1 }] }`, /Only one can lead out/],
  [`{ ${fixed}, more: [{ address: 192.0.2.200/25 }] }`, /in the network of another card/],
  ['{ bond: active-backup }', /needs a second card/],
  ['{ bond: active-backup, more: [{ address: 10.0.0.2/24 }] }', /no addresses of their own/],
  ['{ bond: fast, more: [{}] }', /Choose one of active-backup/],
] as const)
  test(`check refuses ${net}`, () => {
    const found = complaints(net)
    assert.ok(
      found.some((one) => message.test(one)),
      JSON.stringify(found),
    )
  })

test('forwarded ports are one card’s, each once', () => {
  const kvm = 'target: kvm:///\n'
  assert.deepEqual(complaints("{ forwards: ['8443:443', '8022:22'] }", kvm), [])
  assert.match(complaints("{ forwards: ['8443:443', '8443:80'] }", kvm).join(), /forwarded twice/)
  assert.match(complaints("{ forwards: ['443:443'] }", kvm).join(), /between 1024 and 65535/)
  for (const other of ['bridge: br0', 'more: [{}]', 'vlan: 5'])
    assert.match(complaints(`{ forwards: ['8443:443'], ${other} }`, kvm).join(), /can’t be combined/, other)
})
