import type { Host } from '../../host/host'

const signs = ['/dev/kvm', '/usr/bin/qemu-system-x86_64', '/usr/bin/virsh'] as const

/** True if guests run here with KVM or QEMU: one of its parts is installed, and this is not a dom0. */
export async function isKvmHost(host: Host): Promise<boolean> {
  if ((await host.read('/proc/xen/capabilities'))?.includes('control_d')) return false
  for (const path of signs) if (await host.kind(path)) return true
  return false
}

/** Returns the bridges for guests, without those of containers. */
export async function bridgesOf(host: Host): Promise<string[]> {
  const found: string[] = []
  for (const name of await host.list('/sys/class/net'))
    if (
      !/^(docker|br-[0-9a-f]{12}|lxcbr|cni)/.test(name) &&
      (await host.kind(`/sys/class/net/${name}/bridge`))
    )
      found.push(name)
  return found.sort()
}
