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
          what: `The bridge ${bridge} has guests and no uplink: they reach each other and nobody else.`,
          cure: `Put the host's card on it: ip link set eth0 master ${bridge}, and the same in the network configuration.`,
          post,
        })
    }
    for (const tap of devices.filter((name) => /^vif\d+\.\d+-emu$/.test(name) && !attached.has(name)))
      found.push({
        level: 'bad',
        what: `${tap}, the emulated card of a fully virtualized guest, is on no bridge: the guest has a card and no network.`,
        cure: `ip link set ${tap} master xenbr0; then see why /etc/xen/scripts/vif-bridge did not: xl -vvv create says.`,
        post,
      })
    return found.length > 0 || seen === 0
      ? found
      : [fine(`${seen} bridge${seen === 1 ? '' : 's'}, all with an uplink or empty.`)]
  },
}
