import type { Values } from '../config/resolved'
import { escapeXml } from '../xml'

/** The differences between libvirt's hypervisors. Texts are XML. */
export type LibvirtKind = {
  /** The domain's type. */
  type: 'kvm' | 'xen'
  os: string
  /** Attributes of its os element. */
  osAttributes?: string
  /** Disks: their bus, and the start of their device names. */
  bus: string
  disk: string
  /** The model of network cards. */
  model: string
  /** More devices. */
  devices?: string
}

/** A guest's network connection: through bridges, or through QEMU itself with forwarded ports of this machine. */
export type Wiring =
  | { bridges: readonly { bridge: string; mac: string }[] }
  | { forwards: readonly { host: number; guest: number }[] }

/** Options only for a guest on this machine. */
type More = {
  accelerator?: 'kvm' | 'tcg'
  wiring: Wiring
  /** A file that receives the output on its first serial line. */
  console?: string
}

/** libvirt does not support port forwarding with QEMU's own network, so it is passed as arguments to QEMU. */
function forwarding(forwards: readonly { host: number; guest: number }[], mac: string): string {
  const ports = forwards.map(({ host, guest }) => `,hostfwd=tcp:127.0.0.1:${host}-:${guest}`).join('')
  const args = [
    '-netdev',
    `user,id=wire${ports}`,
    '-device',
    `virtio-net-pci,netdev=wire,mac=${mac},addr=0x1e`,
  ]
  return `  <qemu:commandline>
${args.map((arg) => `    <qemu:arg value="${escapeXml(arg)}"/>`).join('\n')}
  </qemu:commandline>
`
}

/**
 * Returns the definition of a guest for libvirt (its formatdomain documentation).
 * @param images absolute paths of the disks: system, data, and for a new guest a seed with keys. libvirt refuses
 *   relative ones when it validates, and can't start with them otherwise
 */
export function libvirtXml(
  values: Values,
  { type, os, osAttributes = '', bus, disk, model, devices }: LibvirtKind,
  images: readonly string[],
  { accelerator = 'kvm', wiring, console }: More,
): string {
  const { name, uuid, vm, net } = values
  const drives = images.map(
    (file, n) => `    <disk type="file" device="disk">
      <driver name="qemu" type="raw" discard="unmap"/>
      <source file="${escapeXml(file)}"/>
      <target dev="${disk}${'abc'[n]}" bus="${bus}"/>${n > 1 ? '\n      <readonly/>' : ''}
    </disk>`,
  )
  const translated = type === 'kvm' && accelerator === 'tcg'
  const bridged = 'bridges' in wiring
  const log = console ? `<log file="${escapeXml(console)}"/>` : ''
  return `<domain type="${translated ? 'qemu' : type}"${bridged ? '' : ' xmlns:qemu="http://libvirt.org/schemas/domain/qemu/1.0"'}>
  <name>${escapeXml(name)}</name>
  <uuid>${uuid}</uuid>
  <memory unit="bytes">${vm.memory}</memory>
  <vcpu>${vm.cpus}</vcpu>
  <os${osAttributes}>
    ${os}
  </os>
  <features><acpi/></features>${type === 'kvm' ? `\n  <cpu mode="${translated ? 'maximum' : 'host-passthrough'}"/>` : ''}
  <on_poweroff>destroy</on_poweroff>
  <on_reboot>restart</on_reboot>
  <on_crash>preserve</on_crash>
  <devices>
${drives.join('\n')}
${
  bridged
    ? wiring.bridges
        .map(
          ({ bridge, mac }) => `    <interface type="bridge">
      <mac address="${mac}"/>
      <source bridge="${escapeXml(bridge)}"/>
      <model type="${model}"/>
    </interface>
`,
        )
        .join('')
    : ''
}    ${log ? `<serial type="pty">${log}</serial>` : '<console type="pty"/>'}${devices ? `\n    ${devices}` : ''}
  </devices>
${bridged ? '' : forwarding(wiring.forwards, net.mac)}</domain>
`
}
