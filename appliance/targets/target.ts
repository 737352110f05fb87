import type { z } from 'zod'
import type { Values } from '../config/resolved'
import type { Guest } from '../deploy/blue-green'
import type { Rule } from '../doctor/finding'

/** The blocks of a config in which a hypervisor may have keys of its own. */
export type Section = 'net' | 'host'

/** A key of a config that one hypervisor reads. What the schema allows and what is read are of one type, so `of` may say so. */
export type OwnKey<T = unknown> = {
  section: Section
  name: string
  schema: z.ZodType<T>
  /** Its value when the config is silent. */
  otherwise: T
  /** What `init` writes after it. */
  comment: string
  /** What is said where it is given and the config's target is another; left out, it does no harm there. */
  only?: string
  of: (values: Values) => T
}

/** Declares a key. */
export const ownKey = <T>(key: Omit<OwnKey<T>, 'of'>): OwnKey<T> => ({
  ...key,
  of: (values) => values[key.section][key.name] as T,
})

/** A hypervisor: everything the builder knows of it. Its folder's `index.ts` exports one as its default. */
export type Target = {
  /** What `target:` begins with, before `://`; the folder has the same name. */
  scheme: string
  /** How it is called in sentences. */
  title: string
  /** An address as people read it, and one for `init`. */
  form: string
  example: string
  /** The whole of an address, without anchors. */
  address: RegExp
  /** What is wrong with an address all the same. */
  refuses?: (address: string) => string | null
  /** Values of `vm.modes`: ways in which it runs a guest, the best first. */
  modes: readonly [string, ...string[]]
  /** How its guests' made-up MAC addresses begin; left out, they are locally administered. */
  macPrefix?: readonly [number, number, number]
  keys: readonly OwnKey[]
  /**
   * Files that describe a guest to it, by name.
   * @param modes those that the config asks for, one at least
   * @param images file names of the system disk and the data disk
   */
  files(values: Values, modes: readonly string[], images: readonly [string, string]): Record<string, string>
  /** The guest, for a deployment. @param cache where fetched files are */
  toDeploy(values: Values, cache: string): Promise<Guest>
  /** The guest as it was deployed last, for a rollback: nothing is fetched. @throws DeployError */
  deployed(values: Values): Promise<Guest>
  /** What the doctor looks at on a host of it. */
  rules: readonly Rule[]
}
