import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConfigError } from './errors'
import { knownKeys } from './known'
import { parseConfig } from './parse'

const complaints = (text: string): string[] => {
  try {
    parseConfig(text, 'a.yaml')
    return []
  } catch (error) {
    assert.ok(error instanceof ConfigError, String(error))
    return error.message.split('\n')
  }
}

test('three lines are a config', () => {
  assert.deepEqual(parseConfig('appliance: www.example.org\napp: .\ntarget: xen://deploy@dom0.lan\n', 'a'), {
    appliance: 'www.example.org',
    app: '.',
    target: 'xen://deploy@dom0.lan',
  })
})

const small = 'appliance: www.example.org\napp: .\n'
const table: [what: string, text: string, complaint: RegExp][] = [
  ['an unknown key', `${small}memroy: 2G\n`, /^a\.yaml:3:1 Unknown key “memroy”\.$/],
  [
    'a key that is nearly known',
    `${small}vm:\n  memroy: 2G\n`,
    /^a\.yaml:4:3 Unknown key “memroy” in “vm”\. Did you mean “memory”\?$/,
  ],
  ['a nearly known key at the top', `${small}tagret: kvm:///\n`, /:3:1 .* Did you mean “target”\?$/],
  ['a wrong type', `${small}vm:\n  cpus: two\n`, /^a\.yaml:4:9 “vm\.cpus” must be a number\.$/],
  ['a missing key', 'appliance: www.example.org\n', /“app” is missing\. It must be text\.$/],
  ['an empty file', '', /^a\.yaml:1:1 The config is empty\./],
  ['comments alone', '# nothing\n', /empty/],
  ['a list as config', '- a\n- b\n', /^a\.yaml:1:1 .*must be a block of keys/],
  ['a tab', `${small}vm:\n\tcpus: 2\n`, /^a\.yaml:4:1 /],
  ['two documents', `${small}---\n${small}`, /^a\.yaml:4:1 A second document begins here\./],
  ['the same key twice', `${small}app: ..\n`, /^a\.yaml:3:1 This key appears twice\. Keep one\.$/],
  [
    'a host name in capitals',
    'appliance: WWW\napp: .\n',
    /^a\.yaml:1:12 “appliance”: Write a full host name in lower case/,
  ],
  ['a disk of nothing', `${small}vm:\n  disk: 0G\n`, /^a\.yaml:4:9 .*Write a size as a whole number/],
  ['a disk of 10 TB', `${small}vm:\n  disk: 10T\n`, /between 4G and 2T/],
  ['a bridge with shell in it', `${small}net:\n  bridge: "br0;reboot"\n`, /^a\.yaml:4:11 “net\.bridge”/],
  ['a volume group with shell in it', `${small}host:\n  volumeGroup: $(id)\n`, /^a\.yaml:4:16 /],
  [
    'root on the hypervisor',
    `${small}target: xen://root@dom0.lan\n`,
    /never log in as root on the hypervisor/,
  ],
  [
    'a repository without its key',
    `${small}os:\n  repositories:\n    - line: https://example.org/deb stable main\n`,
    /^a\.yaml:5:7 “os\.repositories\.0\.key” is missing/,
  ],
  [
    'a port of root',
    `${small}target: kvm:///\nnet:\n  forwards: ['443:443']\n`,
    /This machine’s port must be between 1024 and 65535/,
  ],
  [
    'ports on a Xen host',
    `${small}net:\n  forwards: ['8443:443']\n`,
    /“net\.forwards”.* only on kvm:\/\/\/\.$/,
  ],
  ['a multicast address', `${small}net:\n  mac: "01:00:00:00:00:01"\n`, /This is a multicast address/],
  ['a fixed address without a gateway', `${small}net:\n  address: 192.0.2.10/24\n`, /needs a gateway/],
  ['an unknown suite', `${small}os:\n  suite: bookworm\n`, /“os\.suite”: The only choice is trixie\.$/],
  [
    'a bomb of aliases',
    `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n`,
    /aliases/,
  ],
  ['a config of 1 MB', `${small}#${'x'.repeat(1 << 20)}`, /The limit is 65536 bytes\./],
]
for (const [what, text, expected] of table)
  test(`refuses ${what}, with its place`, () => {
    const before = performance.now()
    const found = complaints(text)
    assert.ok(performance.now() - before < 1_000, 'within a second')
    assert.ok(found.length > 0, 'it is refused')
    assert.match(found[0] ?? '', expected)
  })

test('all errors are reported at once', () => {
  assert.equal(complaints('appliance: x\nvm:\n  cpus: 0\n  disc: 1G\n').length, 4)
})

test('keys are known at every depth', () => {
  assert.deepEqual(knownKeys(['vm']), ['cpus', 'memory', 'disk', 'data', 'formats', 'firmware', 'modes'])
  assert.deepEqual(knownKeys(['os', 'repositories', 0]), ['line', 'key'])
  assert.deepEqual(knownKeys(['preseed', 'x']), [])
})
