import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { parseConfig } from '../config/parse'
import { resolve } from '../config/resolve'
import { plannedFiles } from './plan'

const folder = mkdtempSync(join(tmpdir(), 'ibtsocs-foreign-libvirt-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
const planned = (more: string) =>
  plannedFiles(
    resolve(
      parseConfig(`appliance: www.example.org\napp: none\n${more}`, 'a'),
      { publicKeys: { key }, aptMirror: null },
      'a',
    ).values,
    'nonce',
  )
const skip =
  spawnSync('virsh', ['--version']).status === 0 && spawnSync('xmllint', ['--version']).status === 0
    ? false
    : 'There is no virsh or virt-xml-validate here: apt-get install libvirt-clients libxml2-utils'

const run = (program: string, ...args: string[]): string => {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  assert.equal(status, 0, `${program} ${args.join(' ')}: ${stdout}${stderr}`)
  return stdout
}

for (const [what, more] of [
  ['the smallest config', ''],
  ['UEFI', 'vm: { firmware: uefi }\n'],
  ['forwarded ports', "target: kvm:///\nnet: { forwards: ['8443:443'] }\n"],
  ['several cards', 'net: { bridge: br0, more: [{ bridge: br1 }, {}] }\n'],
] as const)
  test(`libvirt's schema and parser take the definitions of ${what}`, { skip }, () => {
    const files = planned(more)
    for (const name of ['libvirt-kvm.xml', 'libvirt-xen.xml']) {
      const text = files[name] ?? assert.fail()
      const file = join(folder, name)
      writeFileSync(file, text)
      run('virt-xml-validate', file, 'domain')
      // libvirt's own parser, without a hypervisor. What it understood is printed again.
      const understood = run(
        'virsh',
        '-q',
        '-c',
        'test:///default',
        `define --validate ${file}; dumpxml --inactive www`,
      )
      const count = (pattern: RegExp, of: string): number => [...of.matchAll(pattern)].length
      for (const pattern of [/<disk /g, /<interface /g, /<mac address=/g])
        assert.equal(count(pattern, understood), count(pattern, text), `${name} ${pattern}`)
      assert.match(understood, /<source file='\/var\/lib\/libvirt\/images\/www\.raw'/)
      assert.match(understood, /<source file='\/var\/lib\/libvirt\/images\/www-data\.raw'/)
      assert.match(understood, /<memory unit='KiB'>2097152<\/memory>/)
      if (name === 'libvirt-kvm.xml') assert.match(understood, /<cpu mode='host-passthrough'/)
      if (more.includes('uefi') && name === 'libvirt-kvm.xml') {
        assert.match(understood, /<os firmware='efi'>/)
        assert.match(understood, /<feature enabled='no' name='secure-boot'\/>/)
      }
    }
  })
