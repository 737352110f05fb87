import type { Lab } from './lab'
import type { Machine } from './machine'

/** The arguments of a test: the lab, and for most tests a running machine. */
export type Scene = {
  lab: Lab
  /** The running machine that the tests share. */
  site: Machine
  /** Returns the seconds that something may take on this machine. @param quick seconds on hardware */
  patience: (quick: number) => number
  /** Skips the test, with the reason. */
  skip: (why: string) => never
}

/** A test of an image. It may destroy anything: its changes are discarded, and later tests are told. */
export type ApplianceTest = {
  /** The claim that it tests, as a sentence. */
  title: string
  run: (scene: Scene) => Promise<void>
}

/** Thrown by a skipped test. */
export class Skipped extends Error {}
