import type { Lab } from './lab'
import type { Machine } from './machine'

/** What a test gets: the lab, and for most of them a machine that is up. */
export type Scene = {
  lab: Lab
  /** The machine that the tests share, up. */
  site: Machine
  /** Seconds that something may take on this machine. @param quick on hardware */
  patience: (quick: number) => number
  /** Says that it is not tried here, and why. */
  skip: (why: string) => never
}

/** A test of an image. It may destroy anything: what it leaves is thrown away, and the tests after it are told so. */
export type ApplianceTest = {
  /** What it shows, as a sentence. */
  title: string
  run: (scene: Scene) => Promise<void>
}

/** Not tried here. */
export class Skipped extends Error {}
