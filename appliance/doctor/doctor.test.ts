import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fakeHost } from '../host/fake'
import { targets } from '../targets/registry'
import { examineHost, linesOf } from './doctor'
import { look, says } from './kit'
import { rules } from './rules'

test('a host without hypervisor, LVM and bridges has no findings', async () => {
  assert.deepEqual(await examineHost(fakeHost()), [])
})

test('LVM’s archive: leftover files and too many archives are found', async () => {
  const many = (count: number, name: (n: number) => string) =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [`/etc/lvm/archive/${name(n)}`, '']))
  await says(
    look(
      'lvm-archive',
      many(3, (n) => `vg0_0000${n}-1.vg`),
    ),
    ['fine', /3 archives/],
  )
  await says(
    look('lvm-archive', { ...many(3, (n) => `vg0_0000${n}-1.vg`), ...many(2, (n) => `.lvm_dom0_1_${n}`) }),
    ['warning', /has 2 leftover temporary files\./],
  )
  await says(
    look(
      'lvm-archive',
      many(500, (n) => `.lvm_dom0_1_${n}`),
    ),
    ['bad', /has 500 leftover temporary files\./],
  )
  await says(
    look(
      'lvm-archive',
      many(9_000, (n) => `vg0_${n}-1.vg`),
    ),
    ['warning', /has 9000 archives\./],
  )
})

test('LVM’s archive is looked for where lvm.conf says', async () => {
  const leak = { '/srv/lvm/old/.lvm_a': '' }
  const at = (text: string, file = 'lvm.conf') => ({ ...leak, [`/etc/lvm/${file}`]: text })
  const found = ['warning', /^\/srv\/lvm\/old has one leftover/, /find \/srv\/lvm\/old /] as const
  await says(look('lvm-archive', at('backup {\n\tarchive_dir = "/srv/lvm/old"\n}\n')), [...found])
  await says(look('lvm-archive', at('backup/archive_dir="/srv/lvm/old/"\n', 'lvmlocal.conf')), [...found])
  await says(look('lvm-archive', at('\t# archive_dir = "/srv/lvm/old"\n')))
})

test('bridges without an uplink, and emulated cards without a bridge, are found', async () => {
  const bridge = (name: string, ...ports: string[]) => ({
    [`/sys/class/net/${name}/bridge/bridge_id`]: '',
    ...Object.fromEntries(
      ports.flatMap((port) => [
        [`/sys/class/net/${name}/brif/${port}/port_no`, ''],
        [`/sys/class/net/${port}/flags`, ''],
      ]),
    ),
  })
  await says(look('bridges', bridge('xenbr0', 'eth0', 'vif1.0', 'vif1.0-emu')), ['fine', /1 bridge/])
  await says(look('bridges', bridge('xenbr0', 'vif1.0')), ['warning', /xenbr0 has guests but no uplink/])
  await says(
    look('bridges', { ...bridge('xenbr0', 'eth0', 'vif1.0'), '/sys/class/net/vif1.0-emu/flags': '' }),
    ['bad', /vif1\.0-emu.*isn’t on a bridge/],
  )
})

test('a clock that isn’t synchronized is found', async () => {
  await says(look('clock', {}, { timedatectl: 'yes\n' }), ['fine', /synchronized/])
  await says(look('clock', {}, { timedatectl: 'no\n' }), ['warning', /isn’t synchronized/])
})

test('volume groups without room for a system disk are found', async () => {
  const GiB = 1 << 30
  await says(
    look('volume-groups', {}, { vgs: `  vg0 ${20 * GiB} ${100 * GiB}\n  vg1 ${GiB} ${50 * GiB}\n` }),
    ['fine', /vg0 has 20\.0 of 100\.0/],
    ['warning', /vg1 has 1\.0 of 50\.0/],
  )
})

test('a finding names its cure and the post that explains it', () => {
  assert.deepEqual(
    linesOf({ level: 'bad', what: 'It is off.', cure: 'on', post: '/blog/x' }, 'https://example.org'),
    ['BAD  It is off.', '     Cure: on', '     Why:  https://example.org/blog/x'],
  )
})

test('every rule is a file of its name, here or in its hypervisor’s folder', () => {
  const folders = ['doctor', ...targets.map(({ scheme }) => join('targets', scheme))]
  for (const { name } of rules)
    assert.ok(
      folders.some((folder) => existsSync(join(import.meta.dirname, '..', folder, 'rules', `${name}.ts`))),
      name,
    )
})
