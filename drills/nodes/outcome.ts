import type { Figures } from '../kit/run'
import type { Rig } from './rig'
import type { Watch } from './watch'

/** What a fault led to: when there was another primary (by `performance.now()`), and its own figures. */
export type Outcome = {
  primaryAt?: number
  /** When a fault ended that people can't write through, such as a full disk. */
  endedAt?: number
  figures?: Figures
  ok?: boolean
}

export type Part = {
  about: string
  /** True if people may notice nothing at all, besides losing a connection that breaks. */
  unnoticed?: boolean
  /** True if a request that is under way may be lost with its connection. */
  breaks?: boolean
  /** Causes the fault, waits for what the site makes of it, and mends what people would mend. */
  run: (rig: Rig, watch: Watch) => Promise<Outcome>
}
