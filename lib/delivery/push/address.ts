import { lookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

const inside = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  inside.addSubnet(net, bits, 'ipv4')

const global6 = new BlockList()
global6.addSubnet('2000::', 3, 'ipv6')
// Ranges that embed other addresses, and documentation examples.
for (const [net, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
] as const)
  inside.addSubnet(net, bits, 'ipv6')

/** True for an address of the public internet: not of this machine, its network, or its cloud. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !inside.check(address, 'ipv4')
  return family === 6 && global6.check(address, 'ipv6') && !inside.check(address, 'ipv6')
}

/** True if a browser may give this URL for its pushes: https, by name, on the default port. */
export function isPushEndpoint(text: string): boolean {
  if (!URL.canParse(text) || text.length > 2_000) return false
  const { protocol, hostname, port, username, password, hash } = new URL(text)
  const named = isIP(hostname.replace(/^\[|\]$/g, '')) === 0 && /\.[a-z][a-z0-9-]*$/.test(hostname)
  return protocol === 'https:' && named && port === '' && !username && !password && !hash
}

/** Resolves a name, and fails if any of its addresses is not public: checked for the connection itself, not before. */
export const publicLookup: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    if (error) return done(error, '', 4)
    const [first] = found
    if (!first || found.some(({ address }) => !isPublicAddress(address)))
      return done(Object.assign(new Error('not a public address'), { code: 'EPRIVATE' }), '', 4)
    if (options.all) return done(null, found)
    done(null, first.address, first.family)
  })
}
