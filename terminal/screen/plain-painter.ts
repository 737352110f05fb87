import { visible } from '@/text/visible'
import { wrap } from '@/text/wrap'
import { plainOf } from '../draw/line'
import type { Surface, View } from './surface'

/**
 * Writes what is new below what was there, without a code that moves a cursor: for screen readers, Braille displays and
 * printing terminals. A page is its title and what is selected on it.
 */
export class PlainPainter implements Surface {
  private title = ''
  private selected = ''
  private message = ''
  private question = ''
  private typed = ''
  constructor(private readonly write: (text: string) => void) {}

  begin(): void {}
  end(): void {
    this.write('\r\n')
  }
  forget(): void {}
  room(): number {
    return Number.MAX_SAFE_INTEGER
  }

  private line(text: string, columns: number): void {
    this.write(`${wrap(visible(text), columns).join('\r\n')}\r\n`)
  }

  paint(view: View, columns: number): void {
    const selected = view.selected.map(plainOf).join('\r\n').trimEnd()
    const isMoved = view.title !== this.title || selected !== this.selected
    if (view.title !== this.title) this.line(view.title, columns)
    if (isMoved && selected) this.write(`${selected}\r\n`)
    if (view.message && (isMoved || view.message !== this.message)) this.line(view.message, columns)
    this.title = view.title
    this.selected = selected
    this.message = view.message
    this.ask(view, columns)
  }

  /** Echoes what is typed. After a deletion the whole answer is written anew: nothing is erased. */
  private ask({ asked }: View, columns: number): void {
    const { question = '', typed = '', hints = [] } = asked ?? {}
    if (!asked) {
      if (this.question) this.write('\r\n')
    } else if (question !== this.question) {
      this.line(question, columns)
      for (const hint of hints) this.line(hint, columns)
      this.write(this.echo(typed))
    } else if (typed.startsWith(this.typed)) this.write(this.echo(typed.slice(this.typed.length)))
    else this.write(`\r\n${this.echo(typed)}`)
    this.question = question
    this.typed = typed
  }

  private echo(text: string): string {
    return visible(text).replaceAll('\n', '\r\n')
  }
}
