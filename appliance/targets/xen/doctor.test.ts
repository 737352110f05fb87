import { test } from 'node:test'
import { look, says } from '../../doctor/kit'

test('a missing script for network cards is found', async () => {
  await says(look('vif-script', { '/etc/xen/xl.conf': '', '/etc/xen/scripts/vif-bridge': '' }), [
    'fine',
    /vif-bridge is installed/,
  ])
  await says(look('vif-script', { '/etc/xen/xl.conf': '' }), ['bad', /is missing/])
})

test('a dom0 whose memory isn’t fixed is found', async () => {
  const dom0 = { '/proc/xen/capabilities': 'control_d\n' }
  await says(look('dom0-memory', dom0), ['warning', /no fixed amount of memory/])
  const fixed = {
    ...dom0,
    '/etc/default/grub.d/xen.cfg': 'GRUB_CMDLINE_XEN_DEFAULT="dom0_mem=2048M,max:2048M"\n',
  }
  await says(look('dom0-memory', fixed), ['warning', /autoballoon/])
  await says(look('dom0-memory', { ...fixed, '/etc/xen/xl.conf': 'autoballoon="off"\n' }), [
    'fine',
    /^dom0 has a fixed amount of memory/,
  ])
  await says(look('dom0-memory', { '/proc/xen/capabilities': '\n' }))
})

test('a version of Xen without security support is found', async () => {
  const xen = (minor: string) => ({
    '/sys/hypervisor/type': 'xen\n',
    '/sys/hypervisor/version/major': '4\n',
    '/sys/hypervisor/version/minor': `${minor}\n`,
  })
  const on = (day: string) => ({ now: Date.parse(day) })
  await says(look('xen-version', xen('17'), {}, on('2025-12-01')), ['fine', /until 2025-12-12/])
  await says(look('xen-version', xen('17'), {}, on('2026-11-24')), [
    'warning',
    /doesn’t fix Xen 4\.17 any more \(since 2025-12-12\)\./,
  ])
  await says(look('xen-version', xen('11'), {}, on('2026-11-24')), [
    'warning',
    /doesn’t fix Xen 4\.11 any more\./,
  ])
  await says(look('xen-version', xen('40'), {}, on('2026-11-24')), ['fine', /newer than this list/])
})
