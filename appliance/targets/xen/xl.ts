import { cardsOf, type Values } from '../../config/resolved'
import { deviceName } from '../../config/values'
import { ownKey } from '../target'

/** Xen's guest types, the best first. */
export const modes = ['pvh', 'pv', 'hvm'] as const
export type XenMode = (typeof modes)[number]

/** The bridge of the Xen project's documents. */
export const usualBridge = 'xenbr0'

/** The volume group for guests' disks. */
export const volumeGroup = ownKey({
  section: 'host',
  name: 'volumeGroup',
  schema: deviceName,
  otherwise: 'vg0',
  comment: '',
})

/** dom0's GRUB for guests (package grub-xen-host): it reads the guest's own grub.cfg, so dom0 parses no disk. */
const loaders = {
  pv: '/usr/lib/grub-xen/grub-x86_64-xen.bin',
  pvh: '/usr/lib/grub-xen/grub-i386-xen_pvh.bin',
} as const

/** Quotes a Python string, as xl reads its configs (xl.cfg(5)). */
const text = (value: string): string => {
  if (/["\\\n\r]/.test(value)) throw new Error(`not a valid text in an xl.cfg: ${value}`)
  return `"${value}"`
}

const mib = (bytes: number): number => Math.round(bytes / (1 << 20))

/**
 * Returns the xl.cfg of a guest.
 * @param colour which of the two system disks it boots; the data disk is the same
 */
export function xlConfig(values: Values, mode: XenMode, colour: 'blue' | 'green' = 'blue'): string {
  const { name, uuid, vm } = values
  const disk = (device: string, volume: string): string =>
    // `target=` takes the rest of the line, so it comes last.
    text(`vdev=${device},format=raw,access=rw,target=/dev/${volumeGroup.of(values)}/${volume}`)
  return [
    `name=${text(name)}`,
    `uuid=${text(uuid)}`,
    `type=${text(mode)}`,
    `vcpus=${vm.cpus}`,
    `memory=${mib(vm.memory)}`,
    ...(mode === 'hvm' ? ['boot="c"', 'serial="pty"', 'vnc=0'] : [`kernel=${text(loaders[mode])}`]),
    `disk=[${disk('xvda', `${name}-${colour}`)},`,
    `      ${disk('xvdb', `${name}-data`)}]`,
    `vif=[${cardsOf(values, usualBridge)
      .map(({ mac, bridge }) => text(`mac=${mac},bridge=${bridge}${mode === 'hvm' ? ',type=vif' : ''}`))
      .join(',\n     ')}]`,
    'on_poweroff="destroy"',
    'on_reboot="restart"',
    'on_crash="preserve"',
    '',
  ].join('\n')
}
