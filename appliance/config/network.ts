import { z } from 'zod'
import { addressFault, addressOf, type Cidr, cidrOf, gatewayFault, isWithin } from './addresses'
import { deviceName, hostName, mac } from './values'

/** Ways to bond cards (bonding.txt of the Linux kernel). */
export const bondModes = [
  'active-backup',
  'balance-rr',
  'balance-xor',
  'broadcast',
  '802.3ad',
  'balance-tlb',
  'balance-alb',
] as const

const kinds = { ipv4: 'IPv4', ipv6: 'IPv6' } as const
const ip = (kind: keyof typeof kinds) =>
  z.string().refine((text) => addressOf(text)?.kind() === kind, `This isn’t an ${kinds[kind]} address.`)
const cidr = (kind: keyof typeof kinds, message: string) =>
  z.string(message).refine((text) => cidrOf(text)?.address.kind() === kind, message)

const fixed = 'Write dhcp, none, or an address such as 192.0.2.10/24.'
const fixed6 = 'Write auto, dhcp, none, or an address such as 2001:db8::10/64.'

/** The keys of one network card. */
const card = {
  bridge: deviceName.optional(),
  mac: mac.optional(),
  address: z.union([z.literal(['dhcp', 'none']), cidr('ipv4', fixed)], fixed).optional(),
  gateway: ip('ipv4').optional(),
  address6: z.union([z.literal(['auto', 'dhcp', 'none']), cidr('ipv6', fixed6)], fixed6).optional(),
  gateway6: ip('ipv6').optional(),
  /** The 802.1Q tag of the network that the addresses are in. */
  vlan: z.int().min(1).max(4094).optional(),
}

/** The most cards after the first one. Xen and QEMU allow more, but PCI slots run out. */
const mostCards = 7

/** All keys of `net:` that do not depend on the hypervisor. */
export const netKeys = {
  ...card,
  nameservers: z
    .array(z.string().refine((text) => addressOf(text) !== null, 'This isn’t an IP address.'))
    .min(1)
    // resolv.conf(5): more are ignored.
    .max(3)
    .refine(
      (list) => new Set(list.map((one) => addressOf(one)?.toString())).size === list.length,
      'A name server is listed twice.',
    )
    .optional(),
  /** Domains in which short names are looked up. */
  search: z.array(hostName).max(6).optional(),
  /** Cards after the first one. */
  more: z.array(z.strictObject(card)).max(mostCards).optional(),
  /** Joins all cards into one. */
  bond: z.enum(bondModes).optional(),
}

type Card = { [Key in keyof typeof card]?: z.infer<(typeof card)[Key]> | undefined }
type Net = Card & {
  nameservers?: string[] | undefined
  search?: string[] | undefined
  more?: Card[] | undefined
  bond?: string | undefined
}
type Complain = (path: readonly PropertyKey[], message: string) => void

/** Returns a card's fixed addresses. */
export const fixedOf = ({
  address,
  address6,
}: {
  address?: string | undefined
  address6?: string | undefined
}): Cidr[] => [address, address6].flatMap((one) => cidrOf(one ?? '') ?? [])

/** True if a card gets its addresses by DHCP, of either version. */
export const hasDhcp = ({
  address = 'dhcp',
  address6,
}: {
  address?: string | undefined
  address6?: string | undefined
}): boolean => address === 'dhcp' || address6 === 'dhcp'

function checkCard(one: Card, complain: Complain): void {
  for (const [key, way, text] of [
    ['address', 'gateway', one.address],
    ['address6', 'gateway6', one.address6],
  ] as const) {
    const own = cidrOf(text ?? '')
    const fault = own && addressFault(own)
    if (fault) complain([key], fault)
    const gateway = addressOf(one[way] ?? '')
    if (!gateway) continue
    if (!own) complain([way], `A gateway needs a fixed “${key}:”. Otherwise the network announces its own.`)
    else {
      const wrong = gatewayFault(gateway, own)
      if (wrong) complain([way], wrong)
    }
  }
  if (one.address6?.includes('/') && one.address6.startsWith('fe80:'))
    complain(['address6'], 'Each card has a link-local address already. Write one that others can reach.')
}

/** Complains about cards that would have the same address, card, network or way out. */
function checkTogether(cards: readonly Card[], at: (n: number) => PropertyKey[], complain: Complain): void {
  const taken = new Map<string, string>()
  for (const [n, one] of cards.entries()) {
    for (const key of ['mac', 'gateway', 'gateway6'] as const) {
      const value = one[key]
      if (value === undefined) continue
      const slot = key === 'mac' ? value : key
      if (taken.has(slot))
        complain(
          [...at(n), key],
          key === 'mac'
            ? 'Another card has this address.'
            : 'Another card has a gateway. Only one can lead out.',
        )
      taken.set(slot, value)
    }
    for (const other of cards.slice(0, n))
      for (const mine of fixedOf(one))
        for (const its of fixedOf(other))
          if (isWithin(mine.address, its) || isWithin(its.address, mine))
            complain(
              [...at(n), mine.address.kind() === 'ipv4' ? 'address' : 'address6'],
              `${mine.address} is in the network of another card, ${its.address}/${its.prefix}.`,
            )
  }
}

/** Complains about a network that can't be. */
export function checkNet(net: Net, complain: Complain): void {
  const more = net.more ?? []
  const cards = [net, ...more]
  const at = (n: number): PropertyKey[] => (n === 0 ? [] : ['more', n - 1])
  for (const [n, one] of cards.entries())
    checkCard(one, (path, message) => complain([...at(n), ...path], message))
  checkTogether(cards, at, complain)
  if (net.bond !== undefined) {
    if (more.length === 0) complain(['bond'], 'A bond needs a second card, under “more:”.')
    for (const [n, one] of more.entries())
      for (const key of ['address', 'gateway', 'address6', 'gateway6', 'vlan'] as const)
        if (one[key] !== undefined)
          complain(
            ['more', n, key],
            'Cards of a bond have no addresses of their own. Write them above, for the bond.',
          )
  }
  if (net.address === 'none' && net.address6 === 'none')
    complain(['address'], 'Without any address nobody could reach the machine.')
  const used = net.bond === undefined ? cards : [net]
  const needsGateway =
    cidrOf(net.address ?? '') !== null &&
    !net.gateway &&
    !used.slice(1).some((one) => one.gateway || one.address === 'dhcp')
  if (used.some(hasDhcp)) {
    for (const key of ['nameservers', 'search'] as const)
      if (net[key]) complain([key], 'DHCP brings the name servers and domains, and would replace these.')
  } else if (!net.nameservers && !needsGateway && !used.some(({ gateway }) => gateway))
    complain(['nameservers'], 'Without DHCP the machine doesn’t learn its name servers. Name them.')
  if (needsGateway) complain(['gateway'], 'A fixed address needs a gateway.')
}
