import { visible } from '@/text/visible'
import { width, wrap } from '@/text/wrap'
import type { Line } from '../draw/line'
import { type Look, paint } from './look'
import type { Surface, View } from './surface'

/** The first columns of a text that is shown, not obeyed. */
const cut = (text: string, columns: number): string => wrap(visible(text), columns)[0] ?? ''

/** The question, its hints and what has been typed, in at most `most` lines. */
function askedLines({ asked }: Pick<View, 'asked'>, columns: number, most: number): string[] {
  if (!asked) return []
  const typed = wrap(`${visible(asked.typed)}▏`, columns)
  const hints = asked.hints.slice(0, most).map((hint) => cut(hint, columns))
  return [cut(asked.question, columns), ...typed.slice(-most), ...hints]
}

/** Paints views on a whole screen; writes only the lines that have changed, so that nothing flickers. */
export class Painter implements Surface {
  private shown: string[] = []
  constructor(
    private readonly write: (text: string) => void,
    private readonly look: Look,
  ) {}

  begin(): void {
    // The alternate screen, without a cursor.
    this.write('\x1b[?1049h\x1b[?25l\x1b[2J')
    this.shown = []
  }

  end(): void {
    this.write('\x1b[?25h\x1b[?1049l')
  }

  forget(): void {
    this.write('\x1b[2J')
    this.shown = []
  }

  private foot(view: Omit<View, 'body' | 'selected'>, columns: number, rows: number): string[] {
    const asked = askedLines(view, columns, Math.max(2, Math.floor(rows / 3) - 1))
    return view.message || asked.length === 0 ? [cut(view.message, columns), ...asked] : asked
  }

  room(view: Omit<View, 'body' | 'selected'>, columns: number, rows: number): number {
    return Math.max(1, rows - 1 - this.foot(view, columns, rows).length)
  }

  paint(view: View, columns: number, rows: number): void {
    const title = cut(` ${view.title}`, columns)
    const room = this.room(view, columns, rows)
    const drawn = (line: Line) => line.map(({ text, ink }) => paint(text, ink, this.look)).join('')
    const lines = [
      `\x1b[7m${title}${' '.repeat(Math.max(0, columns - width(title)))}\x1b[0m`,
      ...Array.from({ length: room }, (_, at) => drawn(view.body[at] ?? [])),
      ...this.foot(view, columns, rows),
    ]
    const changed = lines.flatMap((line, at) =>
      line === this.shown[at] ? [] : [`\x1b[${at + 1};1H${line}\x1b[K`],
    )
    if (changed.length > 0) this.write(changed.join(''))
    this.shown = lines
  }
}
