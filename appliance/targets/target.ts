import type { z } from 'zod'
import type { Values } from '../config/resolved'
import type { Guest } from '../deploy/blue-green'
import type { Rule } from '../doctor/finding'

/** The blocks of a config in which a hypervisor may add keys. */
export type Section = 'net' | 'host'

/** A config key of one hypervisor. `schema` and `of` share one type, so `of` may return it. */
export type OwnKey<T = unknown> = {
  section: Section
  name: string
  schema: z.ZodType<T>
  /** Its default value. */
  otherwise: T
  /** The comment that `init` writes after it. */
  comment: string
  /** The message if it is set for another target; left out, it is ignored there. */
  only?: string
  /** Keys of the same block that it can't be combined with. */
  without?: readonly string[]
  of: (values: Values) => T
}

/** Declares a key. */
export const ownKey = <T>(key: Omit<OwnKey<T>, 'of'>): OwnKey<T> => ({
  ...key,
  of: (values) => values[key.section][key.name] as T,
})

/** What can be done with a deployed guest. */
export type LifeVerb = 'start' | 'stop' | 'restart' | 'list' | 'console' | 'resize' | 'delete'

/** A hypervisor: everything the builder knows about it. Its folder's `index.ts` exports one by default. */
export type Target = {
  /** The scheme in `target:`, before `://`; the folder has the same name. */
  scheme: string
  /** Its name in sentences. */
  title: string
  /** The form of an address for messages, and an example for `init`. */
  form: string
  example: string
  /** A whole address, without anchors. */
  address: RegExp
  /** Returns why an address that matches is invalid all the same. */
  refuses?: (address: string) => string | null
  /** Values of `vm.modes`: the ways it runs a guest, the best first. */
  modes: readonly [string, ...string[]]
  /** The prefix of generated MAC addresses; left out, they are locally administered. */
  macPrefix?: readonly [number, number, number]
  /** The bridge that a host of this kind usually has, for `net: bridge:`. */
  bridge: string
  keys: readonly OwnKey[]
  /**
   * Returns the files that define a guest, by name.
   * @param modes those in the config, at least one
   * @param images absolute paths of the system disk and the data disk
   */
  files(values: Values, modes: readonly string[], images: readonly [string, string]): Record<string, string>
  /** Returns the guest for a deployment. @param cache folder for downloads */
  toDeploy(values: Values, cache: string): Promise<Guest>
  /** Returns the guest as last deployed, for a rollback; fetches nothing. @throws DeployError */
  deployed(values: Values): Promise<Guest>
  /**
   * Sends a verb about a guest to its host, where the host has an agent of ours; left out, the host's own tools do it.
   * @returns its answer @throws DeployError
   */
  life?: (
    values: Values,
    verb: LifeVerb,
    more?: Readonly<Record<string, unknown>>,
  ) => Promise<Record<string, unknown>>
  /** The doctor's rules for its hosts. */
  rules: readonly Rule[]
}
