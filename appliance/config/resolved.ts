import type { Format, Kernel } from './choices'
import type { SuiteName } from './suites'

/** Where a value came from: the file, a default, or a guess from what is around. */
export type Origin = { from: 'file' | 'default' | 'guess'; why?: string }

/** A config with every value, and where each came from by its path (`vm.memory`). */
export type Resolved = {
  values: Values
  origins: Readonly<Record<string, Origin>>
}

/** Values of the keys that hypervisors have of their own: only the key's `of` knows their types. */
export type OwnValues = Readonly<Record<string, unknown>>

/** Everything the builder needs to know. Sizes in bytes, spans in seconds. */
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
    modes: readonly string[]
    formats: readonly Format[]
  }
  net: {
    bridge: string
    mac: string
    address: string
    gateway: string | null
    nameservers: readonly string[]
  } & OwnValues
  uuid: string
  ssh: { keys: readonly string[] }
  host: OwnValues
  preseed: Readonly<Record<string, string | boolean | number>>
  hooks: { late: readonly string[] }
  tests: readonly string[]
  timeouts: { network: number; stage: number; total: number }
}

/** What the builder sees around it when it guesses. */
export type Facts = {
  /** Lines of `~/.ssh/*.pub`, by file. */
  publicKeys: Readonly<Record<string, string>>
  /** The Debian mirror that this machine's own apt uses; null when it uses none. */
  aptMirror: string | null
}
