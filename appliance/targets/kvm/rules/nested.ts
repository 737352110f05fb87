import { fine, type Rule } from '../../../doctor/finding'

/**
 * Checks nested virtualization: a guest that runs guests, such as a Xen host in QEMU, needs hardware support passed
 * on.
 */
export const nested: Rule = {
  name: 'nested',
  async look(host) {
    for (const module of ['kvm_intel', 'kvm_amd']) {
      const said = (await host.read(`/sys/module/${module}/parameters/nested`))?.trim()
      if (said === undefined) continue
      if (/^[Y1]$/.test(said)) return [fine('Guests can run guests of their own.')]
      return [
        {
          level: 'warning',
          what: 'Nested virtualization is off. A guest that runs guests of its own, such as a Xen host, is several times slower.',
          cure: `With no guest running: echo 'options ${module} nested=1' >/etc/modprobe.d/nested.conf; modprobe -r ${module}; modprobe ${module}`,
        },
      ]
    }
    return []
  },
}
