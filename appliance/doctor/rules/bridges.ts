import { type Finding, fine, type Rule } from '../finding'

const net = '/sys/class/net'
const post = '/blog/xen-tips-1-hvm-networking'
/** The guests' ends on a bridge: those of Xen, QEMU and libvirt. */
const guests = /^(vif\d|tap|vnet)/

/** Finds bridges with guests but no uplink, and emulated cards without a bridge. */
export const bridges: Rule = {
  name: 'bridges',
  async look(host) {
    const devices = await host.list(net)
    const found: Finding[] = []
    const attached = new Set<string>()
    let seen = 0
    for (const bridge of devices) {
      const ports = await host.list(`${net}/${bridge}/brif`)
      if (ports.length === 0 && !(await host.list(`${net}/${bridge}/bridge`)).length) continue
      seen += 1
      for (const port of ports) attached.add(port)
      if (ports.length > 0 && ports.every((port) => guests.test(port)))
        found.push({
          level: 'warning',
          what: `The bridge ${bridge} has guests but no uplink. They reach only each other.`,
          cure: `Add the host’s network card: ip link set eth0 master ${bridge}. Do the same in the network configuration.`,
          post,
        })
    }
    for (const tap of devices.filter((name) => /^vif\d+\.\d+-emu$/.test(name) && !attached.has(name)))
      found.push({
        level: 'bad',
        what: `${tap}, the emulated card of a fully virtualized guest, isn’t on a bridge. The guest has no network through it.`,
        cure: `ip link set ${tap} master xenbr0; xl -vvv create shows why /etc/xen/scripts/vif-bridge didn’t do it.`,
        post,
      })
    return found.length > 0 || seen === 0
      ? found
      : [fine(`${seen} bridge${seen === 1 ? '' : 's'}, all with an uplink or empty.`)]
  },
}
