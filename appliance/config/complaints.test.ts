import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keymapNear, localeNear, timezoneNear } from './did-you-mean'
import { ConfigError } from './errors'
import { keymaps, locales } from './names'
import { parseConfig } from './parse'
import { modes } from './schema'
import { timezones } from './zones'

const small = 'appliance: www.example.org\napp: .\n'
const complaints = (text: string): string[] => {
  try {
    parseConfig(text, 'a.yaml')
    return []
  } catch (error) {
    assert.ok(error instanceof ConfigError, String(error))
    return error.message.split('\n')
  }
}

test('every refused preseed answer is reported with its place, in the order of the file', () => {
  assert.deepEqual(
    complaints(`${small}preseed:
  clock-setup/npt: true
  made/up: 1
  partman-auto/disk: /dev/sda
  preseed/late_command: reboot
  passwd/root-password-crypted: x
  debian-installer/allow_unauthenticated: true
  anna/no_kernel_modules: true
  pkgsel/include: "a\\nd-i passwd/make-user boolean true"
  clock-setup/utc: perhaps
  clock-setup/ntp: true
`),
    [
      'a.yaml:4:3 “preseed.clock-setup/npt”: The installer doesn’t know this question. Did you mean “clock-setup/ntp”?',
      'a.yaml:5:3 “preseed.made/up”: The installer doesn’t know this question.',
      'a.yaml:6:3 “preseed.partman-auto/disk”: The builder answers this itself. Set disk sizes under “vm:”, and make other changes under “hooks: late:”.',
      'a.yaml:7:3 “preseed.preseed/late_command”: The builder answers this itself. Put commands for the installed system under “hooks: late:”.',
      'a.yaml:8:3 “preseed.passwd/root-password-crypted”: The builder answers this itself. Set root’s keys under “ssh: keys:”, and make other accounts under “hooks: late:”.',
      'a.yaml:9:3 “preseed.debian-installer/allow_unauthenticated”: You can’t answer this: it would turn off a check.',
      'a.yaml:10:3 “preseed.anna/no_kernel_modules”: You can’t answer this: it would turn off a check.',
      'a.yaml:11:19 “preseed.pkgsel/include”: The answer must be one line.',
      'a.yaml:12:20 “preseed.clock-setup/utc”: The answer must be true or false.',
    ],
  )
  assert.match(
    complaints(`${small}preseed: { constructor: 1 }\n`)[0] ?? '',
    /:3:12 .*doesn’t know this question/,
  )
})

const sections: [what: string, text: string, complaint: string][] = [
  [
    'a time zone',
    'os: { timezone: Europe/Berln }',
    '3:17 “os.timezone”: Unknown time zone “Europe/Berln”. Did you mean “Europe/Berlin”?',
  ],
  [
    'a locale',
    'os: { locale: de_DE }',
    '3:15 “os.locale”: Unknown locale “de_DE”. Did you mean “de_DE.UTF-8”?',
  ],
  ['a keymap', 'os: { keymap: uk }', '3:15 “os.keymap”: Unknown keymap “uk”. Did you mean “gb”?'],
  ['an unknown keymap', 'os: { keymap: qqqqqqqq }', '3:15 “os.keymap”: Unknown keymap “qqqqqqqq”.'],
  [
    'a test',
    'tests: [htpp]',
    '3:9 “tests.0”: Choose one of backup, boots, browser, database, http, image, isolated, mail, units. Did you mean “http”?',
  ],
  [
    'a mode',
    'vm: { modes: [pvhh] }',
    `3:15 “vm.modes.0”: Choose one of ${modes.join(', ')}. Did you mean “pvh”?`,
  ],
  ['a format', 'vm: { formats: [qcow2] }', '3:17 “vm.formats.0”: Choose one of vmdk, ova.'],
  ['a kernel', 'os: { kernel: 5 }', '3:15 “os.kernel”: Choose one of cloud, generic.'],
  ['too many processors', 'vm: { cpus: 65 }', '3:13 “vm.cpus”: The maximum is 64.'],
  ['no processor', 'vm: { cpus: 0 }', '3:13 “vm.cpus”: The minimum is 1.'],
  ['half a processor', 'vm: { cpus: 1.5 }', '3:13 “vm.cpus” must be a whole number.'],
  ['no mode', 'vm: { modes: [] }', '3:14 “vm.modes”: The minimum is one entry.'],
  [
    'too many name servers',
    'net: { nameservers: [192.0.2.1, 192.0.2.2, 192.0.2.3, 192.0.2.4] }',
    '3:21 “net.nameservers”: The maximum is 3 entries.',
  ],
  [
    'a number as address',
    'net: { address: 5 }',
    '3:17 “net.address”: Write dhcp, none, or an address such as 192.0.2.10/24.',
  ],
  ['an empty command', 'hooks: { late: [""] }', '3:17 “hooks.late.0”: This can’t be empty.'],
  [
    'a list as an answer',
    'preseed: { clock-setup/ntp: [1] }',
    '3:29 “preseed.clock-setup/ntp”: The answer must be text of at most 4000 characters, a whole number, true or false.',
  ],
  [
    'an old name of a time zone',
    'os: { timezone: US/Eastern }',
    '3:17 “os.timezone”: Unknown time zone “US/Eastern”. Did you mean “America/New_York”?',
  ],
  ['a missing value', 'vm: { cpus: null }', '3:13 “vm.cpus” must be a number.'],
  [
    'an unknown anchor',
    'vm: *no',
    '3:5 The anchor &no isn’t defined before here. Put text that begins with * in quotes.',
  ],
  [
    'an open bracket',
    'vm: { cpus: 2',
    '4:1 The indentation is wrong, or a bracket before this isn’t closed.',
  ],
  ['an unknown tag', 'name: !www x', '3:7 Unknown tag (!name). Put text that begins with ! in quotes.'],
  [
    'an answer that begins with a space',
    "preseed: { clock-setup/ntp-server: ' a' }",
    '3:36 “preseed.clock-setup/ntp-server”: The answer can’t begin with a space: the installer drops it.',
  ],
  [
    'an answer that ends in a backslash',
    "preseed: { clock-setup/ntp-server: 'a\\' }",
    '3:36 “preseed.clock-setup/ntp-server”: The answer can’t end in a backslash: it would swallow the next answer.',
  ],
  [
    'a size without a sense',
    'vm: { memory: 2.5 }',
    '3:15 “vm.memory”: Write a size as a whole number with M, G or T, such as 10G. Without a letter it counts MiB.',
  ],
  ['a size below the least', 'vm: { memory: 2 }', '3:15 “vm.memory”: The size must be between 512M and 1T.'],
  [
    'a number as name',
    'name: "7"',
    '3:7 “name”: A name can’t be a number: hypervisors would take it for another guest’s. Add a letter.',
  ],
  [
    'a repository’s key without contents',
    'os: { repositories: [{ line: http://x.example.org/a b c, key: "-----BEGIN PGP PUBLIC KEY BLOCK-----" }] }',
    '3:63 “os.repositories.0.key”: This isn’t an armoured public key. Paste what gpg --armor --export prints.',
  ],
  ['an escape of a terminal', '"a\\e[31mb": 1', '3:1 Unknown key “a�[31mb”.'],
]
for (const [what, text, complaint] of sections)
  test(`complains in the builder’s own words about ${what}`, () => {
    assert.deepEqual(complaints(`${small}${text}\n`), [`a.yaml:${complaint}`])
  })

test('no sentence of a library appears, whatever the value and the key', () => {
  const values = [
    '5',
    '-1',
    '1e99',
    '.nan',
    '""',
    'x',
    'true',
    'null',
    '[]',
    '[[]]',
    '[x, 1]',
    '{}',
    '{ a: 1 }',
    `"${'x'.repeat(5_000)}"`,
  ]
  const keys = [
    'appliance',
    'app',
    'target',
    'name',
    'uuid',
    'preseed',
    'tests',
    'os',
    'vm',
    'net',
    'ssh',
    'host',
    'hooks',
    'timeouts',
  ]
  const inner: Record<string, string[]> = {
    os: ['suite', 'mirror', 'kernel', 'locale', 'keymap', 'timezone', 'repositories', 'packages'],
    vm: ['cpus', 'memory', 'disk', 'data', 'modes', 'formats'],
    net: ['bridge', 'forwards', 'mac', 'address', 'gateway', 'nameservers'],
    ssh: ['keys'],
    host: ['volumeGroup'],
    hooks: ['late'],
    timeouts: ['network', 'stage', 'total'],
  }
  let tried = 0
  for (const value of values)
    for (const key of keys)
      for (const text of [
        `${key}: ${value}`,
        ...(inner[key] ?? []).map((name) => `${key}: { ${name}: ${value} }`),
      ])
        for (const line of complaints(`${text}\n`)) {
          tried += 1
          assert.match(line, /^a\.yaml:\d+:\d+ \S.*[.?]( |$)/)
          assert.doesNotMatch(
            line,
            /expected|received|invalid|too (big|small)|NaN|undefined|isn’t allowed here|something else/i,
          )
        }
  assert.ok(tried > 500, `${tried}`)
})

test('large or odd input is refused within a second of CPU time', () => {
  const long = 'x'.repeat(60_000)
  for (const text of [
    `os: { timezone: "${long}", locale: "${long}", keymap: "${long}" }`,
    `tests: [${Array.from({ length: 5_000 }, () => 'htpp').join(',')}]`,
    `preseed:\n${Array.from({ length: 2_500 }, (_, n) => `  clock-setup/x${n}: 1\n`).join('')}`,
    'preseed: { toString: 1, constructor: 2 }',
  ]) {
    const before = process.cpuUsage()
    assert.ok(complaints(`${small}${text}\n`).length > 0)
    assert.ok(process.cpuUsage(before).user < 1_000_000, text.slice(0, 40))
  }
})

test('common names are mapped to Debian’s', () => {
  assert.deepEqual(['de', 'de-AT', 'en_us.utf8', 'pt', 'ca_ES@valenci'].map(localeNear), [
    'de_DE.UTF-8',
    'de_AT.UTF-8',
    'en_US.UTF-8',
    'pt_PT.UTF-8',
    'ca_ES.UTF-8',
  ])
  assert.deepEqual(['Berlin', 'europe/berlin', 'new york', 'Europe/Kiev', 'Mars/Olympus'].map(timezoneNear), [
    'Europe/Berlin',
    'Europe/Berlin',
    'America/New_York',
    'Europe/Kyiv',
    null,
  ])
  assert.deepEqual(['en', 'DE', 'French', 'zzzz'].map(keymapNear), ['us', 'de', 'fr', null])
})

test('the lists are complete: no duplicates, and common names are in them', () => {
  for (const list of [keymaps, locales, timezones]) assert.equal(new Set(list).size, list.length)
  for (const zone of ['Etc/UTC', 'UTC', 'Etc/GMT+5', 'America/Argentina/Buenos_Aires', 'Asia/Kolkata'])
    assert.ok(timezones.includes(zone), zone)
  for (const zone of timezones) assert.match(zone, /^[A-Z][\w+/-]+$/)
  for (const one of ['C.UTF-8', 'de_DE.UTF-8', 'sr_RS.UTF-8@latin', 'eo.UTF-8'])
    assert.ok(locales.includes(one), one)
  for (const one of ['us', 'de', 'ch(fr)', 'fr', 'latam']) assert.ok(keymaps.includes(one), one)
})
