import type { Values } from '../config/resolved'
import { escapeXml } from '../xml'

/** What differs between the hypervisors that libvirt knows. Texts are XML. */
export type LibvirtKind = {
  /** The domain's type. */
  type: 'kvm' | 'xen'
  os: string
  /** Of disks: their bus, and how their names begin. */
  bus: string
  disk: string
  /** Of network cards. */
  model: string
  /** More devices. */
  devices?: string
}

/** How a guest is on the network: by a bridge, or by QEMU itself, with ports of this machine that lead into it. */
export type Wiring = { bridge: string } | { forwards: readonly { host: number; guest: number }[] }

/** What only a guest on this machine has. */
type More = {
  accelerator?: 'kvm' | 'tcg'
  wiring?: Wiring
  /** A file that gets what it says on its first serial line. */
  console?: string
}

/** libvirt knows no forwarded ports of QEMU's own network: they are arguments of QEMU. */
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
 * The definition of a guest for libvirt (its formatdomain documentation).
 * @param images where the disks lie: system, data, and a seed of keys for one that is new
 */
export function libvirtXml(
  values: Values,
  { type, os, bus, disk, model, devices }: LibvirtKind,
  images: readonly string[],
  { accelerator = 'kvm', wiring = { bridge: values.net.bridge }, console }: More = {},
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
  const bridged = 'bridge' in wiring
  const log = console ? `<log file="${escapeXml(console)}"/>` : ''
  return `<domain type="${translated ? 'qemu' : type}"${bridged ? '' : ' xmlns:qemu="http://libvirt.org/schemas/domain/qemu/1.0"'}>
  <name>${escapeXml(name)}</name>
  <uuid>${uuid}</uuid>
  <memory unit="bytes">${vm.memory}</memory>
  <vcpu>${vm.cpus}</vcpu>
  <os>
    ${os}
  </os>
  <features><acpi/></features>
  <on_poweroff>destroy</on_poweroff>
  <on_reboot>restart</on_reboot>
  <on_crash>preserve</on_crash>
  <devices>
${drives.join('\n')}
${
  bridged
    ? `    <interface type="bridge">
      <mac address="${net.mac}"/>
      <source bridge="${escapeXml(wiring.bridge)}"/>
      <model type="${model}"/>
    </interface>
`
    : ''
}    ${log ? `<serial type="pty">${log}</serial>` : '<console type="pty"/>'}${devices ? `\n    ${devices}` : ''}
  </devices>
${bridged ? '' : forwarding(wiring.forwards, net.mac)}</domain>
`
}
