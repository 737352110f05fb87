import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kvmSays } from '../../accelerator/probe'
import { examineHost } from '../../doctor/doctor'
import { look, says } from '../../doctor/kit'
import { fakeHost } from '../../host/fake'
import { UnreadableError } from '../../host/host'

const cpu = (...flags: string[]) => ({
  '/proc/cpuinfo': `processor\t: 0\nflags\t\t: fpu ${flags.join(' ')} sse\n`,
})
const qemu = { '/usr/bin/qemu-system-x86_64': '' }

test('KVM that is off, not loaded or closed to this account is found', async () => {
  await says(look('kvm', { ...qemu, ...cpu() }), ['warning', /neither vmx nor svm/, /VT-x, AMD SVM/])
  await says(look('kvm', { ...qemu, ...cpu('svm') }), [
    'bad',
    /no \/dev\/kvm\..*isn’t loaded/,
    /^modprobe kvm_amd;/,
  ])
  await says(look('kvm', { ...qemu, ...cpu('vmx') }), [
    'bad',
    /no \/dev\/kvm\..*isn’t loaded/,
    /^modprobe kvm_intel;/,
  ])
  const device = { ...cpu('vmx'), '/dev/kvm': '' }
  await says(look('kvm', device, {}, { unusable: ['/dev/kvm'] }), [
    'warning',
    /can’t use \/dev\/kvm/,
    /adduser .* kvm/,
  ])
  await says(look('kvm', device), ['fine', /^A kernel started under KVM\.$/])
  // A device that opens, under which nothing runs: the same words as those of a build.
  await says(look('kvm', device, {}, { accelerator: { accelerator: 'tcg', why: kvmSays.broken } }), [
    'bad',
    /^KVM doesn’t work here: no kernel started under it within 10 seconds\./,
    /nested virtualization/,
  ])
  // A dom0 has no KVM, and needs none.
  await says(look('kvm', { ...qemu, ...cpu(), '/proc/xen/capabilities': 'control_d\n' }))
  await says(look('kvm', cpu('vmx')))
})

test('nested virtualization that is off is found, with either vendor’s module', async () => {
  const at = (module: string, said: string) => ({ [`/sys/module/${module}/parameters/nested`]: `${said}\n` })
  await says(look('nested', at('kvm_intel', 'N')), ['warning', /is off/, /options kvm_intel nested=1/])
  await says(look('nested', at('kvm_amd', '0')), ['warning', /is off/, /modprobe -r kvm_amd/])
  await says(look('nested', at('kvm_intel', 'Y')), ['fine', /guests of their own/])
  await says(look('nested', at('kvm_amd', '1')), ['fine', /guests of their own/])
  await says(look('nested', {}))
})

test('a bridge helper that isn’t setuid, or allows no bridge, is found', async () => {
  const host = (config?: string, bridge = 'br0') => ({
    '/usr/lib/qemu/qemu-bridge-helper': '',
    [`/sys/class/net/${bridge}/bridge/bridge_id`]: '',
    ...(config === undefined ? {} : { '/etc/qemu/bridge.conf': config }),
  })
  const setuid = { stat: '4755\n' }
  await says(look('bridge-helper', host('allow br0\n'), setuid), ['fine', /can put guests on br0/])
  await says(look('bridge-helper', host('# any\nallow all\n'), setuid), ['fine', /br0/])
  await says(
    look('bridge-helper', { ...host('include /etc/qemu/mine\n'), '/etc/qemu/mine': 'allow br0' }, setuid),
    ['fine', /br0/],
  )
  await says(look('bridge-helper', host('allow br0\n'), { stat: '755\n' }), [
    'warning',
    /isn’t setuid/,
    /dpkg-statoverride .* 4755 /,
  ])
  for (const config of [
    undefined,
    '',
    'allow br1\n',
    'allow all\ndeny br0\n',
    'deny br0\nallow all\n',
    '#allow br0\n',
  ])
    await says(look('bridge-helper', host(config), setuid), [
      'warning',
      /doesn’t allow any bridge of this machine \(br0\)/,
      /echo 'allow br0' >>\/etc\/qemu\/bridge\.conf/,
    ])
  await says(look('bridge-helper', host('', 'docker0'), setuid))
  await says(look('bridge-helper', { '/usr/lib/qemu/qemu-bridge-helper': '' }, setuid))
})

test('a missing or silent libvirt is found, also without daemon or driver', async () => {
  const away = { virsh: { code: 1, out: '' } }
  const daemon = { ...qemu, '/usr/sbin/libvirtd': '' }
  const driver = { '/usr/lib/x86_64-linux-gnu/libvirt/connection-driver/libvirt_driver_qemu.so': '' }
  await says(look('libvirt-session', qemu), [
    'warning',
    /^virsh isn’t installed\./,
    /apt-get install libvirt-daemon /,
  ])
  await says(look('libvirt-session', qemu, away), [
    'bad',
    /but libvirt’s daemon isn’t/,
    /install libvirt-daemon$/,
  ])
  await says(look('libvirt-session', daemon, away), ['bad', /no driver for QEMU/, /driver-qemu/])
  await says(look('libvirt-session', { ...daemon, ...driver }, away), [
    'bad',
    /doesn’t respond/,
    /XDG_RUNTIME_DIR isn’t set/,
  ])
  await says(look('libvirt-session', daemon, { virsh: '' }), ['fine', /responds at qemu:\/\/\/session/])
  await says(look('libvirt-session', {}, away))
})

test('folders without room for a system disk are found', async () => {
  const free = (gib: number) => ({ df: `      Avail\n${gib * 2 ** 30}\n` })
  await says(look('storage-room', qemu, free(100)), [
    'fine',
    /\/home\/me\/\.local\/share\/ibtsocs-appliance has 100\.0 GiB free\./,
  ])
  await says(
    look('storage-room', { ...qemu, '/var/lib/libvirt/images/x': '' }, free(3)),
    ['warning', /has only 3\.0 GiB free\. .* needs 12 GiB/, /^du -xsh \/home\/me/],
    ['warning', /^\/var\/lib\/libvirt\/images has only 3\.0/, /^du /],
  )
  await says(look('storage-room', {}, free(3)))
})

test('a rule without permission says so, and the others continue', async () => {
  const host = fakeHost({ ...qemu, ...cpu() }, { timedatectl: 'yes\n' })
  const found = await examineHost({
    ...host,
    list: async (folder) => {
      if (folder === '/etc/lvm/archive') throw new UnreadableError(folder, 'This account can’t read it.')
      return host.list(folder)
    },
    run: async (name, args) => {
      if (name === 'vgs') throw Object.assign(new Error('spawn vgs EPERM'), { code: 'EPERM', path: 'vgs' })
      return host.run(name, args)
    },
  })
  const said = found.map(({ level, what }) => `${level} ${what}`)
  assert.ok(
    said.includes('warning /etc/lvm/archive (lvm-archive): This account can’t read it.'),
    said.join('\n'),
  )
  assert.ok(
    said.includes('warning The rule volume-groups couldn’t check: vgs can’t be changed by this account.'),
    said.join('\n'),
  )
  assert.ok(said.includes('fine The clock is synchronized.'))
})
