import { askedIn, type Event, readConsole, readLog } from './lines'
import { progress, type Stage, stageOf, stages } from './stages'

/** Seconds. */
export type Limits = { stage: number; total: number }

/** How an install ended badly: at which stage, over what, and what cures it. */
export type Trouble = { stage: string; what: string; cure: string }

/** Milliseconds at which each stage began, for the timeline. */
export type Timeline = { stage: string; began: number }[]

const first = stages[0] as Stage

/** Milliseconds that the log gets to name the question that the console waits with: they are two lines. */
const grace = 3_000

/**
 * Watches an install by what its two serial lines say. Pure: it is told lines and times, and says what follows.
 * The guest's word alone is success: a nonce of this build, said by the last step, after every stage was seen.
 */
export class Watch {
  #stage: Stage = first
  #percent = 0
  #asked: string | null = null
  #heard: number
  #done = false
  /** When the console was first seen to wait for an answer. */
  #waits: number | null = null
  readonly #seen = new Set<string>([first.name])
  readonly timeline: Timeline

  /** @param now milliseconds */
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

  /** 0 to 1. */
  get progress(): number {
    return this.#done ? 1 : progress(this.#stage, this.#percent)
  }

  /** Seconds left, by how long it took so far; null while that says nothing. */
  left(now: number): number | null {
    const share = this.progress
    return share < 0.05 ? null : Math.round(((now - this.began) / 1_000) * ((1 - share) / share))
  }

  #trouble(what: string, cure: string): Trouble {
    return { stage: this.#stage.name, what, cure }
  }

  #question(): Trouble {
    return this.#trouble(
      `The installer asks ${this.#asked ?? 'something'}, and nobody will answer.`,
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
            'The last step said another word than this build’s.',
            'Build again; something else wrote to the line.',
          )
        this.#done = true
        return null
      default:
        return null
    }
  }

  /** A line of the log, on the second serial line. */
  log(line: string, now: number): Trouble | null {
    this.#heard = now
    this.#asked = askedIn(line) ?? this.#asked
    return this.#take(readLog(line), now)
  }

  /** A line of the text console, on the first. */
  console(line: string, now: number): Trouble | null {
    this.#heard = now
    return this.#take(readConsole(line), now)
  }

  /** Whether time is up. */
  tick(now: number): Trouble | null {
    if (this.#waits !== null && now - this.#waits >= grace) return this.#question()
    if (now - this.began > this.limits.total * 1_000)
      return this.#trouble(
        `It takes longer than ${this.limits.total} seconds in all.`,
        'Raise timeouts: total: if the machine is slow.',
      )
    if (now - this.#heard > this.limits.stage * 1_000)
      return this.#trouble(
        `Not a sign of life for ${this.limits.stage} seconds.`,
        'The end of installer.log says where it stands; raise timeouts: stage: if the machine is slow.',
      )
    return null
  }

  /** The guest is off: whether that was success. */
  ended(): Trouble | null {
    if (this.#waits !== null) return this.#question()
    if (!this.#done)
      return this.#trouble(
        'The guest went off without having said that it is done.',
        'The end of installer.log says why.',
      )
    const missed = stages.find(({ name }) => !this.#seen.has(name))
    return missed
      ? this.#trouble(
          `The stage “${missed.name}” never came.`,
          'A package of the installer is missing, or stands for what it is not.',
        )
      : null
  }
}
