// The machine's network for ifupdown, which Debian's installer installs (interfaces(5)).
import { hasDhcp } from '../config/network'
import type { Card, Values } from '../config/resolved'

type Net = Values['net']

/** A device with addresses, and what it is made of. */
type Device = { name: string; card: Card; options: readonly string[] }

/** Returns the lines for IPv4 of a device. */
function ipv4({ name, card: { address, gateway }, options }: Device): string[] {
  const method = address.includes('/') ? 'static' : address === 'none' ? 'manual' : 'dhcp'
  return [
    `iface ${name} inet ${method}`,
    ...(method === 'static' ? [`    address ${address}`] : []),
    ...(gateway ? [`    gateway ${gateway}`] : []),
    ...options.map((option) => `    ${option}`),
  ]
}

/** Returns the lines for IPv6 of a device. */
function ipv6({ name, card: { address6, gateway6 } }: Device): string[] {
  const method = address6.includes('/') ? 'static' : address6 === 'none' ? 'manual' : address6
  return [
    `iface ${name} inet6 ${method}`,
    ...(method === 'static' ? [`    address ${address6}`] : []),
    ...(gateway6 ? [`    gateway ${gateway6}`] : []),
    // A manual device, and one with a fixed address, would otherwise take addresses from any router that announces some.
    ...(method === 'manual' || method === 'static' ? ['    accept_ra 0', '    autoconf 0'] : []),
  ]
}

/** Returns a device that is only up. */
const bare = (name: string, options: readonly string[] = []): string[] => [
  `auto ${name}`,
  `iface ${name} inet manual`,
  ...options.map((option) => `    ${option}`),
]

/** Returns the blocks of a card: of its tagged device, too, if it has one. */
function blocksOf(name: string, card: Card, options: readonly string[], plugged: boolean): string[][] {
  if (card.vlan !== null) {
    const tagged = `${name}.${card.vlan}`
    const device = { name: tagged, card, options: [`vlan-raw-device ${name}`] }
    return [bare(name, options), [`auto ${tagged}`, ...ipv4(device), ...ipv6(device)]]
  }
  const device = { name, card, options }
  return [[`${plugged ? 'allow-hotplug' : 'auto'} ${name}`, ...ipv4(device), ...ipv6(device)]]
}

/** Returns /etc/network/interfaces. The first card is eth0, because the kernel gets `net.ifnames=0`. */
export function interfacesFile(net: Net): string {
  const cards = [net, ...net.more]
  const blocks = net.bond
    ? [
        ...cards.map((_, n) => [
          `allow-hotplug eth${n}`,
          `iface eth${n} inet manual`,
          '    bond-master bond0',
        ]),
        ...blocksOf(
          'bond0',
          net,
          [
            `bond-slaves ${cards.map((_, n) => `eth${n}`).join(' ')}`,
            `bond-mode ${net.bond}`,
            'bond-miimon 100',
          ],
          false,
        ),
      ]
    : cards.flatMap((card, n) => blocksOf(`eth${n}`, card, [], true))
  return [
    '# Written by the appliance builder, from “net:” of the config. See interfaces(5).',
    'source /etc/network/interfaces.d/*',
    '',
    'auto lo\niface lo inet loopback',
    ...blocks.flatMap((block) => ['', ...block]),
    '',
  ].join('\n')
}

/** Returns /etc/resolv.conf; null if DHCP writes it. */
export function resolvFile(net: Net): string | null {
  const cards = net.bond ? [net] : [net, ...net.more]
  if (cards.some(hasDhcp)) return null
  return [
    '# Written by the appliance builder, from “net:” of the config.',
    ...(net.search.length > 0 ? [`search ${net.search.join(' ')}`] : []),
    ...net.nameservers.map((address) => `nameserver ${address}`),
    '',
  ].join('\n')
}

/** Returns the packages that a network needs besides ifupdown. */
export const networkPackages = ({ bond }: Pick<Net, 'bond'>): string[] => (bond ? ['ifenslave'] : [])
