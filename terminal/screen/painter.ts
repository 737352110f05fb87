import { width } from '@/text/wrap'

/** A line of the screen: `bar` is shown reversed, over the whole width. */
export type Row = { text: string; bar?: boolean }

/** Paints rows on a terminal; writes only those that have changed, so that nothing flickers. */
export class Painter {
  private shown: string[] = []
  constructor(private readonly write: (text: string) => void) {}

  /** Takes the terminal over: its alternate screen, without a cursor. */
  begin(): void {
    this.write('\x1b[?1049h\x1b[?25l\x1b[2J')
    this.shown = []
  }

  /** Gives it back as it was. */
  end(): void {
    this.write('\x1b[?25h\x1b[?1049l')
  }

  /** Forgets what is shown, after the terminal has another size. */
  forget(): void {
    this.write('\x1b[2J')
    this.shown = []
  }

  paint(rows: readonly Row[], columns: number): void {
    const lines = rows.map(({ text, bar }) =>
      bar ? `\x1b[7m${text}${' '.repeat(Math.max(0, columns - width(text)))}\x1b[0m` : text,
    )
    const changed = lines.flatMap((line, at) =>
      line === this.shown[at] ? [] : [`\x1b[${at + 1};1H${line}\x1b[K`],
    )
    if (changed.length > 0) this.write(changed.join(''))
    this.shown = lines
  }
}
