import type { Firmware, Format, Kernel } from './choices'
import type { SuiteName } from './suites'

/** The origin of a value: the file, a default, or a guess from this machine. */
export type Origin = { from: 'file' | 'default' | 'guess'; why?: string }

/** A config with every value, and the origin of each by its path (`vm.memory`). */
export type Resolved = {
  values: Values
  origins: Readonly<Record<string, Origin>>
}

/** Values of hypervisor-specific keys. Only the key's `of` knows their types. */
export type OwnValues = Readonly<Record<string, unknown>>

/** A network card. */
export type Card = {
  /** Null: the one that a host of this kind usually has. */
  bridge: string | null
  mac: string
  /** `dhcp`, `none`, or an IPv4 address with its prefix. */
  address: string
  gateway: string | null
  /** `auto`, `dhcp`, `none`, or an IPv6 address with its prefix. */
  address6: string
  gateway6: string | null
  /** The tag of the network that the addresses are in; null for the untagged one. */
  vlan: number | null
}

/** All values that the builder needs. Sizes are in bytes, time spans in seconds. */
export type Values = {
  appliance: string
  name: string
  app: string
  target: string | null
  os: {
    suite: SuiteName
    mirror: string
    kernel: Kernel
    locale: string
    keymap: string
    timezone: string
    repositories: readonly { line: string; key: string }[]
    packages: readonly string[]
  }
  vm: {
    cpus: number
    memory: number
    disk: number
    data: number
    firmware: Firmware
    modes: readonly string[]
    formats: readonly Format[]
  }
  net: {
    nameservers: readonly string[]
    search: readonly string[]
    more: readonly Card[]
    bond: string | null
  } & Card &
    OwnValues
  uuid: string
  ssh: { keys: readonly string[] }
  host: OwnValues
  preseed: Readonly<Record<string, string | boolean | number>>
  hooks: { late: readonly string[] }
  tests: readonly string[]
  timeouts: { network: number; stage: number; total: number }
}

/** Returns all cards of a guest as its host sees them. @param usual the bridge that its host usually has */
export const cardsOf = ({ net }: Pick<Values, 'net'>, usual: string): { mac: string; bridge: string }[] =>
  [net, ...net.more].map(({ mac, bridge }) => ({ mac, bridge: bridge ?? usual }))

/** Facts about this machine that guesses are based on. */
export type Facts = {
  /** Lines of `~/.ssh/*.pub`, by file. */
  publicKeys: Readonly<Record<string, string>>
  /** The Debian mirror in this machine's apt sources; null if there is none. */
  aptMirror: string | null
}
