import { askedIn, type Event, readConsole, readLog } from './lines'
import { progress, type Stage, stageOf, stages } from './stages'

/** Limits in seconds. */
export type Limits = { stage: number; total: number }

/** A failed install: the stage, the problem and its cure. */
export type Trouble = { stage: string; what: string; cure: string }

/** Milliseconds at which each stage began, for the timeline. */
export type Timeline = { stage: string; began: number }[]

const first = stages[0] as Stage

/** Milliseconds for the log to name the question that the console is waiting with: they are two serial lines. */
const grace = 3_000

/**
 * Watches an install through its two serial lines. It is pure: it gets lines and times, and returns conclusions. Only
 * the guest's own report is success: this build's nonce, sent by the last step, after every stage was seen.
 */
export class Watch {
  #stage: Stage = first
  #percent = 0
  #asked: string | null = null
  #heard: number
  #done = false
  /** When the console was first seen to wait for an answer, in milliseconds. */
  #waits: number | null = null
  readonly #seen = new Set<string>([first.name])
  readonly timeline: Timeline

  /** @param began time in milliseconds */
  constructor(
    readonly nonce: string,
    readonly limits: Limits,
    readonly began: number,
  ) {
    this.#heard = began
    this.timeline = [{ stage: first.name, began }]
  }

  get stage(): string {
    return this.#stage.name
  }

  /** The progress, from 0 to 1. */
  get progress(): number {
    return this.#done ? 1 : progress(this.#stage, this.#percent)
  }

  /** Estimates the seconds left from the time so far; null while it is too early. */
  left(now: number): number | null {
    const share = this.progress
    return share < 0.05 ? null : Math.round(((now - this.began) / 1_000) * ((1 - share) / share))
  }

  #trouble(what: string, cure: string): Trouble {
    return { stage: this.#stage.name, what, cure }
  }

  #question(): Trouble {
    return this.#trouble(
      `The installer is waiting for an answer to ${this.#asked ?? 'a question'}.`,
      `Answer it under “preseed:” in the config${this.#asked ? `: ${this.#asked}: …` : ''}.`,
    )
  }

  #take(event: Event | null, now: number): Trouble | null {
    switch (event?.kind) {
      case 'stage': {
        const stage = stageOf(event.name)
        if (stage && stage !== this.#stage) {
          this.#stage = stage
          this.#percent = 0
          this.#seen.add(stage.name)
          this.timeline.push({ stage: stage.name, began: now })
        }
        return null
      }
      case 'percent':
        this.#percent = event.percent
        return null
      case 'question':
        this.#waits ??= now
        return null
      case 'failed':
        return this.#trouble(event.what, 'The end of installer.log says why.')
      case 'done':
        if (event.nonce !== this.nonce)
          return this.#trouble(
            'The last step reported a nonce that isn’t this build’s.',
            'Something else wrote to the serial line. Build again.',
          )
        this.#done = true
        return null
      default:
        return null
    }
  }

  /** Takes a line of the log, on the second serial line. */
  log(line: string, now: number): Trouble | null {
    this.#heard = now
    this.#asked = askedIn(line) ?? this.#asked
    return this.#take(readLog(line), now)
  }

  /** Takes a line of the text console, on the first serial line. */
  console(line: string, now: number): Trouble | null {
    this.#heard = now
    return this.#take(readConsole(line), now)
  }

  /** Checks the time limits. */
  tick(now: number): Trouble | null {
    if (this.#waits !== null && now - this.#waits >= grace) return this.#question()
    if (now - this.began > this.limits.total * 1_000)
      return this.#trouble(
        `The install took longer than ${this.limits.total} seconds.`,
        'Raise timeouts: total: if this machine is slow.',
      )
    if (now - this.#heard > this.limits.stage * 1_000)
      return this.#trouble(
        `The guest printed nothing for ${this.limits.stage} seconds.`,
        'The end of installer.log shows how far it got. Raise timeouts: stage: if this machine is slow.',
      )
    return null
  }

  /** Called when the guest is off. Returns null for success. */
  ended(): Trouble | null {
    if (this.#waits !== null) return this.#question()
    if (!this.#done)
      return this.#trouble(
        'The guest ended without reporting that it was done.',
        'The end of installer.log says why.',
      )
    const missed = stages.find(({ name }) => !this.#seen.has(name))
    return missed
      ? this.#trouble(
          `The stage “${missed.name}” never began.`,
          'An installer package is missing, or its replacement doesn’t do the same.',
        )
      : null
  }
}
