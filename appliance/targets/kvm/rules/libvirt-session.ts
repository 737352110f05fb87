import { type Finding, fine, type Rule } from '../../../doctor/finding'
import { isKvmHost } from '../host'

const uri = 'qemu:///session'
const daemons = ['/usr/sbin/libvirtd', '/usr/sbin/virtqemud'] as const
const driver = '/usr/lib/x86_64-linux-gnu/libvirt/connection-driver/libvirt_driver_qemu.so'

/** Checks where `target: kvm:///` deploys to: the account's own libvirt, whose daemon starts on demand. */
export const libvirtSession: Rule = {
  name: 'libvirt-session',
  async look(host) {
    if (!(await isKvmHost(host))) return []
    const bad = (what: string, cure: string): Finding[] => [{ level: 'bad', what, cure }]
    const answer = await host.run('virsh', ['-q', '-c', uri, 'list', '--name'])
    if (!answer)
      return [
        {
          level: 'warning',
          what: 'virsh isn’t installed. Nothing can be deployed to target: kvm:///.',
          cure: 'apt-get install libvirt-daemon libvirt-daemon-driver-qemu libvirt-clients',
        },
      ]
    if (answer.code === 0) return [fine(`libvirt responds at ${uri}.`)]
    const here = await Promise.all(daemons.map((path) => host.kind(path)))
    if (!here.some(Boolean))
      return bad('virsh is installed, but libvirt’s daemon isn’t.', 'apt-get install libvirt-daemon')
    if (!(await host.kind(driver)))
      return bad('libvirt has no driver for QEMU.', 'apt-get install libvirt-daemon-driver-qemu')
    return bad(
      `libvirt doesn’t respond at ${uri}.`,
      host.env('XDG_RUNTIME_DIR')
        ? `virsh -c ${uri} list shows why; journalctl --user and ~/.cache/libvirt/ show more`
        : 'XDG_RUNTIME_DIR isn’t set, as after su or sudo: sign in to this account with ssh, or run loginctl enable-linger, then export XDG_RUNTIME_DIR=/run/user/$(id -u)',
    )
  },
}
