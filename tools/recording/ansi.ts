/** A stretch of a line with one look. */
export type Run = { text: string; bold: boolean; reversed: boolean; colour: number | null }

const plain = { bold: false, reversed: false, colour: null } as const

/** The 16 colours of xterm as numbers of its palette of 256. */
const standard = (code: number): number => (code >= 90 ? code - 82 : code - 30)

/** Applies the numbers of an SGR sequence (ECMA-48, 8.3.117) to a look. */
function apply(look: Omit<Run, 'text'>, numbers: readonly number[]): Omit<Run, 'text'> {
  const [first = 0, second, third] = numbers
  if (first === 38 && second === 5) return { ...look, colour: third ?? null }
  let so = look
  for (const number of numbers) {
    if (number === 0) so = plain
    else if (number === 1) so = { ...so, bold: true }
    else if (number === 7) so = { ...so, reversed: true }
    else if (number === 39) so = { ...so, colour: null }
    else if ((number >= 30 && number <= 37) || (number >= 90 && number <= 97))
      so = { ...so, colour: standard(number) }
  }
  return so
}

/**
 * Reads lines as `tmux capture-pane -e -p` prints them.
 * @returns the runs of each line
 */
export function runsOf(captured: string): Run[][] {
  let look: Omit<Run, 'text'> = plain
  return captured.split('\n').map((line) =>
    line.split(/(\x1b\[[\d;]*m)/).flatMap((part) => {
      const [, numbers] = /^\x1b\[([\d;]*)m$/.exec(part) ?? []
      if (numbers === undefined) return part ? [{ ...look, text: part }] : []
      look = apply(look, numbers.split(';').map(Number))
      return []
    }),
  )
}
