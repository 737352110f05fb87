import { join } from 'node:path'
import { AppError } from '../app/app'
import type { Resolved } from '../config/resolved'
import type { Voice } from '../host/host'
import { Interrupted, interruptible } from '../host/interrupt'
import { ArchiveError } from '../mirror/archive'
import { build, type Places } from './build'
import { BusyError } from './folder'
import { InstallError, type Report } from './install'
import { MissingError } from './tools'

const spanned = (seconds: number): string =>
  seconds >= 90 ? `${Math.round(seconds / 60)} min left` : `${seconds} s left`

/** Reports the progress of a build: on a terminal in one line that updates, otherwise one line per stage. */
function reporter(note: Voice['note'], terminal: NodeJS.WriteStream): Report {
  let last = ''
  return (stage, share, left) => {
    if (!terminal.isTTY) {
      if (stage !== last) note(`${stage}: ${Math.round(share * 100)}%`)
      last = stage
      return
    }
    const filled = Math.round(share * 24)
    const bar = `${'#'.repeat(filled)}${'.'.repeat(24 - filled)}`
    terminal.write(
      `\r[${bar}] ${String(Math.round(share * 100)).padStart(3)}% ${stage.padEnd(12)} ${left === null ? '' : spanned(left)}\x1b[K`,
    )
    if (share >= 1) terminal.write('\n')
  }
}

/** Errors with causes outside of the builder. */
const expected = [ArchiveError, AppError, MissingError, BusyError, Interrupted] as const

/**
 * `build`: builds an image, or prints one line with the reason, the stage, and the place of the log.
 * @returns the folder of the image; null if there is none, and whether Ctrl-C is the reason
 */
export async function buildCommand(
  resolved: Resolved,
  places: Places,
  { say, note }: Voice,
): Promise<{ folder: string | null; interrupted: boolean }> {
  const { name } = resolved.values
  let interrupted = false
  try {
    const report = reporter(note, process.stderr)
    const made = await interruptible((signal) =>
      build(resolved, places, report, signal, { note }).catch((error: unknown) => {
        interrupted = signal.aborted
        // Ctrl-C also reaches the programs that it started, which then fail with their own messages.
        throw signal.aborted && !(error instanceof InstallError) ? new Interrupted() : error
      }),
    )
    say(made)
    return { folder: made, interrupted }
  } catch (error) {
    if (error instanceof InstallError) {
      const { stage, what, cure } = error.trouble
      note(`\nStage ${stage}: ${what} ${cure} The logs are in ${join(places.out, `${name}-failed`)}/.`)
    } else if (expected.some((kind) => error instanceof kind)) {
      note(`\n${(error as Error).message}`)
    } else throw error
    return { folder: null, interrupted }
  }
}
