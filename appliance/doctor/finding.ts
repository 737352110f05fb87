import type { Host } from '../host/host'

/** What a rule found: how bad, what, why it matters and what cures it; the post that explains it, if there is one. */
export type Finding = {
  level: 'fine' | 'warning' | 'bad'
  what: string
  cure?: string
  /** The path of a post on the site. */
  post?: string
}

/** One thing that is looked at on a host. Empty: it does not apply there. */
export type Rule = { name: string; look: (host: Host) => Promise<Finding[]> }

export const fine = (what: string): Finding => ({ level: 'fine', what })
