import ipaddr from 'ipaddr.js'

/** What an address is counted as when nobody can read it, as a broken proxy may send it. */
const unreadable = 'unknown'

const groups = (parts: readonly number[]): string => parts.map((part) => part.toString(16)).join(':')

/** The address alone: some proxies add a port, brackets or a zone. */
const bare = (text: string): string =>
  text
    .trim()
    .replace(/^\[([^\]]*)\](:\d+)?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
    .replace(/%.*$/, '')

/**
 * Reads an IP address. IPv6 that stands for IPv4 is the IPv4 it stands for.
 * @returns null for what is no address; never throws, whatever a header says
 */
export function readIp(text: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  const address = bare(text)
  // The library also takes "1" or "0x7f.1" for IPv4; nothing that we count comes like that.
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return ipaddr.IPv4.parse(address)
  if (!address.includes(':') || !ipaddr.IPv6.isValid(address)) return null
  const parsed = ipaddr.IPv6.parse(address)
  return parsed.isIPv4MappedAddress() ? parsed.toIPv4Address() : parsed
}

/** The network a client belongs to: /24 of IPv4, /64 of IPv6. */
export function networkOf(address: string): string {
  const ip = readIp(address)
  if (!ip) return unreadable
  return 'octets' in ip ? `${ip.octets.slice(0, 3).join('.')}.0/24` : `${groups(ip.parts.slice(0, 4))}::/64`
}

/** The /48 around a /64, as many get one to themselves. Null for IPv4, and for what is no network. */
export function widerOf(network: string): string | null {
  const parts = /^([0-9a-f]{1,4}:[0-9a-f]{1,4}:[0-9a-f]{1,4}):[0-9a-f]{1,4}::\/64$/.exec(network)
  return parts ? `${parts[1]}::/48` : null
}
