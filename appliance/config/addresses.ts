// IP addresses of a config: of which kind they are, and what a card can do with them.
import ipaddr, { type IPv4, type IPv6 } from 'ipaddr.js'

/** A card's address with the length of its network's prefix. */
export type Cidr = { address: IPv4 | IPv6; prefix: number }

/** Parses `192.0.2.10/24` or `2001:db8::10/64`; null if it is neither. */
export function cidrOf(text: string): Cidr | null {
  const [address = '', prefix = '', more] = text.split('/')
  if (more !== undefined || !/^\d{1,3}$/.test(prefix)) return null
  const found = addressOf(address)
  if (!found || Number(prefix) > (found.kind() === 'ipv4' ? 32 : 128)) return null
  return { address: found, prefix: Number(prefix) }
}

/** Parses an address as people write it: IPv4 with four numbers, IPv6 without a zone; null if it is neither. */
export function addressOf(text: string): IPv4 | IPv6 | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text)
  return ipaddr.IPv6.isValid(text) && !text.includes('%') ? ipaddr.IPv6.parse(text) : null
}

/** True if an address is in a card's network. */
export const isWithin = (address: IPv4 | IPv6, { address: own, prefix }: Cidr): boolean =>
  address.kind() === own.kind() && address.match(own as never, prefix)

const bytesOf = (address: IPv4 | IPv6): bigint =>
  BigInt(`0x${Buffer.from(address.toByteArray()).toString('hex')}`)

/** Returns the bits of an address after the prefix: 0 in that of the network itself, all ones in the broadcast. */
function hostBits({ address, prefix }: Cidr): { bits: bigint; most: bigint } {
  const length = BigInt((address.kind() === 'ipv4' ? 32 : 128) - prefix)
  const most = (1n << length) - 1n
  return { bits: bytesOf(address) & most, most }
}

/** Kinds of addresses that no card can have, in words. */
const impossible: Readonly<Record<string, string>> = {
  unspecified: 'the unspecified address',
  broadcast: 'the broadcast address',
  multicast: 'a multicast address',
  loopback: 'a loopback address',
  reserved: 'a reserved address',
}

/** Documentation's own networks are reserved, too, and what examples use. */
const isExample = (address: IPv4 | IPv6): boolean =>
  address.kind() === 'ipv4' && /^(192\.0\.2|198\.51\.100|203\.0\.113)\./.test(address.toString())

/** Returns why no card can have an address; null if one can. */
export function addressFault(cidr: Cidr): string | null {
  const { address, prefix } = cidr
  const kind =
    isExample(address) || (address.kind() === 'ipv6' && address.range() === 'reserved')
      ? null
      : impossible[address.range()]
  if (kind) return `${address} is ${kind}, which no card can have.`
  if (prefix === 0) return 'A network of /0 would be the whole internet.'
  const { bits, most } = hostBits(cidr)
  // Networks of two addresses or one have neither (RFC 3021, RFC 6164).
  if (most < 2n) return null
  if (bits === 0n) return `${address} is the address of the network ${address}/${prefix} itself.`
  return address.kind() === 'ipv4' && bits === most
    ? `${address} is the broadcast address of its network.`
    : null
}

/** Returns why a gateway can't be used from a card's address; null if it can. */
export function gatewayFault(gateway: IPv4 | IPv6, own: Cidr): string | null {
  if (gateway.kind() === 'ipv6' && gateway.range() === 'linkLocal') return null
  if (!isWithin(gateway, own))
    return `${gateway} isn’t in the network of ${own.address}/${own.prefix}, so it can’t be reached.`
  if (gateway.toString() === own.address.toString()) return `${gateway} is the machine’s own address.`
  return addressFault({ address: gateway, prefix: own.prefix })
}
