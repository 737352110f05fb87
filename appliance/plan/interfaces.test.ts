import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { parseConfig } from '../config/parse'
import { resolve } from '../config/resolve'
import { findProgram } from '../host/programs'
import { interfacesFile, networkPackages, resolvFile } from './interfaces'

const folder = mkdtempSync(join(tmpdir(), 'interfaces-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
const netOf = (net: string) =>
  resolve(
    parseConfig(`appliance: www.example.org\napp: none\nnet: ${net}\n`, 'a'),
    { publicKeys: { key }, aptMirror: null },
    'a',
  ).values.net

/** Every form of a network, and the commands that ifupdown must derive from it. */
const forms: Readonly<Record<string, { net: string; brings: readonly RegExp[] }>> = {
  dhcp: {
    net: '{}',
    brings: [/dhclient|dhcpcd|udhcpc|No DHCP client software found/],
  },
  fixed: {
    net: '{ address: 192.0.2.10/26, gateway: 192.0.2.1, search: [example.org], nameservers: [192.0.2.1, "2001:db8::53"] }',
    brings: [
      /ip addr add 192\.0\.2\.10\/255\.255\.255\.192 broadcast 192\.0\.2\.63\s+dev eth0/,
      /ip route add default via 192\.0\.2\.1\s+dev eth0/,
    ],
  },
  'ipv6-only': {
    net: '{ address: none, address6: "2001:db8::10/64", gateway6: "fe80::1", nameservers: ["2001:db8::53"] }',
    brings: [
      /ip -6 addr add 2001:db8::10\/64\s+dev eth0/,
      /ip -6 route (add|append|replace) default via fe80::1\s+dev eth0/,
      /accept_ra=0/,
    ],
  },
  slaac: {
    net: '{ address: none, nameservers: ["2001:db8::53"] }',
    brings: [/net\.ipv6\.conf\.eth0\.autoconf=1/],
  },
  vlan: {
    net: '{ address: 192.0.2.10/24, gateway: 192.0.2.1, vlan: 100, address6: none }',
    brings: [/ip link set dev eth0 up/, /ip addr add 192\.0\.2\.10\/255\.255\.255\.0 .*dev eth0\.100/],
  },
  cards: {
    net: '{ address: 192.0.2.10/24, gateway: 192.0.2.1, more: [{ address: 10.0.0.10/8 }, { address: none, address6: "2001:db8:1::2/64" }] }',
    brings: [
      /ip addr add 10\.0\.0\.10\/255\.0\.0\.0 .*dev eth1/,
      /ip -6 addr add 2001:db8:1::2\/64\s+dev eth2/,
    ],
  },
  bond: {
    net: '{ address: 192.0.2.10/24, gateway: 192.0.2.1, bond: active-backup, more: [{}], address6: none }',
    brings: [/ip addr add 192\.0\.2\.10\/255\.255\.255\.0 .*dev bond0/],
  },
}

for (const [name, { net }] of Object.entries(forms))
  test(`the files of the network “${name}” match their golden file`, () => {
    const values = netOf(net)
    const text = `${interfacesFile(values)}--- resolv.conf\n${resolvFile(values) ?? 'written by DHCP\n'}--- packages\n${networkPackages(values).join(' ')}\n`
    const file = join(import.meta.dirname, `../testdata/golden/networks/${name}`)
    if (process.env.GOLDEN === 'write') writeFileSync(file, text)
    assert.equal(text, readFileSync(file, 'utf8'), `${file} (GOLDEN=write rewrites it)`)
  })

const ifup = process.env.IFUP ?? findProgram('ifup')
for (const [name, { net, brings }] of Object.entries(forms))
  test(`ifupdown reads the network “${name}”`, {
    skip: ifup ? false : 'There is no ifup here: apt-get install ifupdown',
  }, () => {
    const file = join(folder, name)
    const text = interfacesFile(netOf(net))
    writeFileSync(file, text)
    const devices = [...text.matchAll(/^(?:auto|allow-hotplug) (\S+)$/gm)].map(([, device = '']) => device)
    let said = ''
    for (const device of devices) {
      // -n prints the commands and runs none.
      const { status, stdout, stderr } = spawnSync(
        ifup ?? '',
        ['-n', '-v', '--force', '-i', file, '--state-dir', folder, device],
        { encoding: 'utf8' },
      )
      assert.equal(status, 0, `${device}: ${stdout}${stderr}`)
      said += `\n${stdout}${stderr}`
    }
    for (const one of brings) assert.match(said, one)
    assert.doesNotMatch(said, /unknown|couldn't read|misplaced|interfaces:\d+/i)
  })
