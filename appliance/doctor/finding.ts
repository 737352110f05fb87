import type { Host } from '../host/host'

/**
 * The finding of a rule: its level, the problem and why it matters, the cure, and a post that explains it, if any.
 */
export type Finding = {
  level: 'fine' | 'warning' | 'bad'
  what: string
  cure?: string
  /** The path of a post on the site. */
  post?: string
}

/** A check of a host. An empty result means that it does not apply. */
export type Rule = { name: string; look: (host: Host) => Promise<Finding[]> }

export const fine = (what: string): Finding => ({ level: 'fine', what })
