import ipaddr from 'ipaddr.js'
import { remembered } from './remembered'

/** The network of an unreadable address, which a broken proxy may send. */
const unreadable = 'unknown'

const groups = (parts: readonly number[]): string => parts.map((part) => part.toString(16)).join(':')

/** The address alone, without the port, brackets or zone that some proxies add. */
const bare = (text: string): string =>
  text
    .trim()
    .replace(/^\[([^\]]*)\](:\d+)?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
    .replace(/%.*$/, '')

/**
 * Parses an IP address. An IPv4-mapped IPv6 address becomes IPv4.
 * @returns null for anything else; never throws
 */
export function readIp(text: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  const address = bare(text)
  // The library also accepts "1" or "0x7f.1" as IPv4; our callers never need that.
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return ipaddr.IPv4.parse(address)
  if (!address.includes(':') || !ipaddr.IPv6.isValid(address)) return null
  const parsed = ipaddr.IPv6.parse(address)
  return parsed.isIPv4MappedAddress() ? parsed.toIPv4Address() : parsed
}

/** Returns the network of a client: /24 of IPv4, /64 of IPv6. */
export const networkOf = remembered(
  10_000,
  (address: string): string => {
    const ip = readIp(address)
    if (!ip) return unreadable
    return 'octets' in ip ? `${ip.octets.slice(0, 3).join('.')}.0/24` : `${groups(ip.parts.slice(0, 4))}::/64`
  },
  (_, address) => address.length < 64,
)

/**
 * Returns the /48 around a /64, as providers often assign a whole /48. Null for IPv4 and for anything that is not a
 * network.
 */
export function widerOf(network: string): string | null {
  const parts = /^([0-9a-f]{1,4}:[0-9a-f]{1,4}:[0-9a-f]{1,4}):[0-9a-f]{1,4}::\/64$/.exec(network)
  return parts ? `${parts[1]}::/48` : null
}
