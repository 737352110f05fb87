import { cardsOf } from '../../config/resolved'
import { libvirtXml } from '../../plan/libvirt'
import type { Target } from '../target'
import { farOf, say } from './client'
import { xenGuest } from './guest'
import { dom0Memory } from './rules/dom0-memory'
import { vifScript } from './rules/vif-script'
import { xenVersion } from './rules/xen-version'
import { modes, usualBridge, volumeGroup, xlConfig } from './xl'

/** libvirt's guests on Xen are PVH, booted by dom0's GRUB. */
const asLibvirtSees = {
  type: 'xen',
  os: '<type arch="x86_64" machine="xenpvh">xenpvh</type>\n    <kernel>/usr/lib/grub-xen/grub-i386-xen_pvh.bin</kernel>',
  bus: 'xen',
  disk: 'xvd',
  model: 'netfront',
} as const

/** Xen: a remote host, whose helper is reached through an account without a shell. */
const xen: Target = {
  scheme: 'xen',
  title: 'Xen',
  form: 'xen://user@host, where user isn’t root',
  example: 'xen://deploy@dom0.lan',
  address: /xen:\/\/[a-z_][a-z0-9_-]{0,31}@[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?::\d{1,5})?/,
  refuses: (address) =>
    address.startsWith('xen://root@')
      ? 'Deployments never log in as root on the hypervisor. Name another account.'
      : null,
  modes,
  /** The Xen project's range. */
  macPrefix: [0x00, 0x16, 0x3e],
  bridge: usualBridge,
  keys: [volumeGroup],
  files: (values, asked, images) => ({
    ...Object.fromEntries(
      modes.filter((mode) => asked.includes(mode)).map((mode) => [`xl-${mode}.cfg`, xlConfig(values, mode)]),
    ),
    ...(asked.includes('pvh')
      ? {
          'libvirt-xen.xml': libvirtXml(values, asLibvirtSees, images, {
            wiring: { bridges: cardsOf(values, usualBridge) },
          }),
        }
      : {}),
  }),
  toDeploy: async (values) => xenGuest(values),
  deployed: async (values) => xenGuest(values),
  life: ({ name, target }, verb, more = {}) => say(farOf(target ?? ''), { verb, name, ...more }),
  rules: [vifScript, dom0Memory, xenVersion],
}

export default xen
