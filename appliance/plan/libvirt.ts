import type { Values } from '../config/resolved'

const xml = (value: string): string =>
  value.replace(
    /[<>&'"]/g,
    (c) => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;', "'": '&apos;', '"': '&quot;' })[c] ?? c,
  )

/** What differs between the hypervisors that libvirt knows. */
const kinds = {
  kvm: {
    type: 'kvm',
    os: '<type arch="x86_64" machine="q35">hvm</type>',
    bus: 'virtio',
    disk: 'vd',
    model: 'virtio',
  },
  xen: {
    type: 'xen',
    os: '<type arch="x86_64" machine="xenpvh">xenpvh</type>\n    <kernel>/usr/lib/grub-xen/grub-i386-xen_pvh.bin</kernel>',
    bus: 'xen',
    disk: 'xvd',
    model: 'netfront',
  },
} as const

/**
 * The definition of a guest for libvirt (its formatdomain documentation).
 * @param images where the disks lie: system, data
 */
export function libvirtXml(
  values: Values,
  kind: keyof typeof kinds,
  images: readonly [string, string],
): string {
  const { name, uuid, vm, net } = values
  const { type, os, bus, disk, model } = kinds[kind]
  const drives = images.map(
    (file, n) => `    <disk type="file" device="disk">
      <driver name="qemu" type="raw" discard="unmap"/>
      <source file="${xml(file)}"/>
      <target dev="${disk}${'ab'[n]}" bus="${bus}"/>
    </disk>`,
  )
  return `<domain type="${type}">
  <name>${xml(name)}</name>
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
    <interface type="bridge">
      <mac address="${net.mac}"/>
      <source bridge="${xml(net.bridge)}"/>
      <model type="${model}"/>
    </interface>
    <console type="pty"/>
  </devices>
</domain>
`
}
