import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { parseConfig } from '../config/parse'
import { resolve } from '../config/resolve'
import { plannedFiles, valuesTable } from './plan'

const golden = join(import.meta.dirname, '../testdata/golden')

/**
 * Compares a text with the golden file of that name. `GOLDEN=write` rewrites the file, to be reviewed in the diff.
 */
function equalsGolden(name: string, text: string): void {
  const file = join(golden, name)
  if (process.env.GOLDEN === 'write') {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  assert.equal(text, readFileSync(file, 'utf8'), `${name} (GOLDEN=write rewrites it)`)
}

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA somebody'
const facts = { publicKeys: { '~/.ssh/id_ed25519.pub': key }, aptMirror: null }

const repositoryKey = readFileSync(join(import.meta.dirname, '../testdata/repository-key.asc'), 'utf8')
  .trimEnd()
  .replace(/^/gm, '        ')

const configs = {
  smallest: 'appliance: www.example.org\napp: .\ntarget: xen://deploy@dom0.lan\n',
  everything: `appliance: bemoan.example.org
app: out/site.deb
target: kvm:///
name: bemoan
os:
  mirror: http://mirror.example.org/debian/
  locale: de_DE.UTF-8
  keymap: de
  timezone: Europe/Berlin
  packages: [htop, tmux]
  repositories:
    - line: https://deb.example.org/apt trixie main
      key: |
${repositoryKey}
vm: { cpus: 4, memory: 4G, disk: 20G, data: 100G, modes: [kvm, pvh] }
net: { bridge: br0, mac: "02:00:00:00:00:01", address: 192.0.2.10/26, gateway: 192.0.2.1, nameservers: [192.0.2.1, 192.0.2.2] }
uuid: 9f6f0a3e-1111-4222-8333-444455556666
preseed:
  clock-setup/ntp: true
  localechooser/supported-locales: en_US.UTF-8
hooks:
  late: ["echo 'it''s me' >/etc/motd"]
timeouts: { total: 90m }
`,
}

for (const [name, text] of Object.entries(configs))
  test(`the plan of ${name} matches its golden files`, () => {
    const resolved = resolve(parseConfig(text, `${name}.yaml`), facts, `${name}.yaml`)
    equalsGolden(`${name}/values`, `${valuesTable(resolved)}\n`)
    for (const [file, content] of Object.entries(plannedFiles(resolved.values, 'abc123')))
      equalsGolden(`${name}/${file}`, content)
  })
