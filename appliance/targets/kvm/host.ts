import type { Host } from '../../host/host'

const signs = ['/dev/kvm', '/usr/bin/qemu-system-x86_64', '/usr/bin/virsh'] as const

/** Whether guests run here by KVM or QEMU: something of them is installed, and this is no dom0. */
export async function isKvmHost(host: Host): Promise<boolean> {
  if ((await host.read('/proc/xen/capabilities'))?.includes('control_d')) return false
  for (const path of signs) if (await host.kind(path)) return true
  return false
}

/** Bridges that are somebody's own: those of containers are not for guests. */
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
