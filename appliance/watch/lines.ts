/** The meaning of a line of the installer's console or log. */
export type Event =
  | { kind: 'stage'; name: string }
  | { kind: 'percent'; name: string; percent: number }
  /** A question without an answer: its name if the log has it, else the prompt. */
  | { kind: 'question'; name: string }
  | { kind: 'failed'; what: string }
  | { kind: 'done'; nonce: string }

/**
 * Returns the name of a question in a log line, with DEBCONF_DEBUG=5. The last one is waiting for an answer. Only
 * critical questions are shown, because the kernel's command line says so.
 */
export const askedIn = (line: string): string | null =>
  /(?:-->|<--) INPUT critical (\S+)/.exec(line)?.[1] ?? null

/** Parses a line of the log from the second serial line. */
export function readLog(line: string): Event | null {
  const stage = /main-menu\[\d+\]: INFO: Menu item '([^']+)' selected/.exec(line)
  if (stage) return { kind: 'stage', name: stage[1] ?? '' }
  const failed = /main-menu\[\d+\]: (?:WARNING \*\*: )?(Configuring '[^']+' failed.*)/.exec(line)
  if (failed) return { kind: 'failed', what: failed[1] ?? '' }
  const done = /^appliance: done (\S+)\s*$/.exec(line)
  if (done) return { kind: 'done', nonce: done[1] ?? '' }
  const late = /^appliance: (late failed.*)$/.exec(line)
  if (late) return { kind: 'failed', what: late[1] ?? '' }
  const panic = /Kernel panic - not syncing: (.*)/.exec(line)
  return panic ? { kind: 'failed', what: `the kernel panicked: ${panic[1] ?? ''}` } : null
}

/** Terminal escape sequences (ECMA-48), and the carriage returns between them. */
const controls = /\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][A-Za-z0-9]|\r/g

/** Parses a line of the text console, on the first serial line. */
export function readConsole(line: string): Event | null {
  const text = line.replace(controls, '').trim()
  const percent = /^(.*?)\.\.\.? (\d{1,3})%/.exec(text) ?? /^(.*?)\s+(\d{1,3})%$/.exec(text)
  if (percent) return { kind: 'percent', name: percent[1]?.trim() ?? '', percent: Number(percent[2]) }
  if (/!! ERROR/.test(text)) return { kind: 'failed', what: text }
  if (/nstallation step failed/.test(text)) return { kind: 'failed', what: 'an installation step failed' }
  if (/^(Prompt: |\[Press enter to continue\])/.test(text) || /Select a language/.test(text))
    return { kind: 'question', name: text }
  const panic = /Kernel panic - not syncing: (.*)/.exec(text)
  return panic ? { kind: 'failed', what: `the kernel panicked: ${panic[1] ?? ''}` } : null
}
