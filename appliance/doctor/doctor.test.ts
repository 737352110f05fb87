import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fakeHost } from '../host/fake'
import { examineHost, linesOf } from './doctor'
import type { Finding } from './finding'
import { rules } from './rules'

const look = async (
  name: string,
  files: Record<string, string>,
  programs: Record<string, string> = {},
  now?: number,
): Promise<Finding[]> => {
  const rule = rules.find((one) => one.name === name)
  assert.ok(rule, name)
  return rule.look(fakeHost(files, programs, now))
}
const says = async (found: Promise<Finding[]>, ...expected: [Finding['level'], RegExp][]) => {
  const all = await found
  assert.deepEqual(
    all.map(({ level }) => level),
    expected.map(([level]) => level),
    JSON.stringify(all),
  )
  for (const [n, [, what]] of expected.entries()) assert.match(all[n]?.what ?? '', what)
}

test('a host that has none of it: nothing is found', async () => {
  assert.deepEqual(await examineHost(fakeHost()), [])
})

test('the archive of LVM', async () => {
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
    ['warning', /2 temporary files/],
  )
  await says(
    look(
      'lvm-archive',
      many(500, (n) => `.lvm_dom0_1_${n}`),
    ),
    ['bad', /500 temporary files/],
  )
  await says(
    look(
      'lvm-archive',
      many(9_000, (n) => `vg0_${n}-1.vg`),
    ),
    ['warning', /9000 archives/],
  )
})

test('bridges and emulated cards', async () => {
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
  await says(look('bridges', bridge('xenbr0', 'vif1.0')), ['warning', /xenbr0 has guests and no uplink/])
  await says(
    look('bridges', { ...bridge('xenbr0', 'eth0', 'vif1.0'), '/sys/class/net/vif1.0-emu/flags': '' }),
    ['bad', /vif1\.0-emu.*on no bridge/],
  )
})

test('the script of the network cards', async () => {
  await says(look('vif-script', { '/etc/xen/xl.conf': '', '/etc/xen/scripts/vif-bridge': '' }), [
    'fine',
    /is there/,
  ])
  await says(look('vif-script', { '/etc/xen/xl.conf': '' }), ['bad', /is missing/])
})

test('the memory of dom0', async () => {
  const dom0 = { '/proc/xen/capabilities': 'control_d\n' }
  await says(look('dom0-memory', dom0), ['warning', /no fixed size/])
  const fixed = {
    ...dom0,
    '/etc/default/grub.d/xen.cfg': 'GRUB_CMDLINE_XEN_DEFAULT="dom0_mem=2048M,max:2048M"\n',
  }
  await says(look('dom0-memory', fixed), ['warning', /autoballoon/])
  await says(look('dom0-memory', { ...fixed, '/etc/xen/xl.conf': 'autoballoon="off"\n' }), [
    'fine',
    /fixed size/,
  ])
  await says(look('dom0-memory', { '/proc/xen/capabilities': '\n' }))
})

test('the clock', async () => {
  await says(look('clock', {}, { timedatectl: 'yes\n' }), ['fine', /synchronized/])
  await says(look('clock', {}, { timedatectl: 'no\n' }), ['warning', /not synchronized/])
})

test('the version of Xen, by the day', async () => {
  const xen = (minor: string) => ({
    '/sys/hypervisor/type': 'xen\n',
    '/sys/hypervisor/version/major': '4\n',
    '/sys/hypervisor/version/minor': `${minor}\n`,
  })
  const on = (day: string) => Date.parse(day)
  await says(look('xen-version', xen('17'), {}, on('2025-12-01')), ['fine', /until 2025-12-12/])
  await says(look('xen-version', xen('17'), {}, on('2026-11-24')), [
    'warning',
    /4\.17 gets no fixes.*since 2025-12-12/,
  ])
  await says(look('xen-version', xen('11'), {}, on('2026-11-24')), ['warning', /4\.11 gets no fixes/])
  await says(look('xen-version', xen('40'), {}, on('2026-11-24')), ['fine', /newer than this list/])
})

test('room in volume groups', async () => {
  const GiB = 1 << 30
  await says(
    look('volume-groups', {}, { vgs: `  vg0 ${20 * GiB} ${100 * GiB}\n  vg1 ${GiB} ${50 * GiB}\n` }),
    ['fine', /vg0 has 20\.0 of 100\.0/],
    ['warning', /vg1 has 1\.0 of 50\.0/],
  )
})

test('a finding says its cure and where it is explained', () => {
  assert.deepEqual(
    linesOf({ level: 'bad', what: 'It is off.', cure: 'on', post: '/blog/x' }, 'https://example.org'),
    ['BAD  It is off.', '     Cure: on', '     Why:  https://example.org/blog/x'],
  )
})

test('every rule is a file of its name', () => {
  for (const { name } of rules) assert.ok(existsSync(join(import.meta.dirname, 'rules', `${name}.ts`)), name)
})
