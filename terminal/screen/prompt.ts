import { clustersOf } from '@/text/graphemes'
import { visible } from '@/text/visible'
import { wrap } from '@/text/wrap'

/** A question at the foot of the screen, and what has been typed. */
export class Prompt {
  private text: string
  /**
   * @param question says what is asked
   * @param answer called with the text once it is given
   * @param lines true if Enter begins a line, and Ctrl-D gives the text
   */
  constructor(
    readonly question: string,
    readonly answer: (text: string) => Promise<void>,
    readonly lines = false,
    text = '',
  ) {
    this.text = text
  }

  get typed(): string {
    return this.text
  }

  /** Takes a key. @returns `given`, `left`, or null while it goes on */
  take(key: string): 'given' | 'left' | null {
    if (key === 'escape' || key === 'ctrl-c') return 'left'
    if (key === 'ctrl-d') return 'given'
    if (key === 'enter') {
      if (!this.lines) return 'given'
      this.text += '\n'
    } else if (key === 'backspace') this.text = [...clustersOf(this.text)].slice(0, -1).join('')
    else if ([...clustersOf(key)].length === 1) this.text += key
    return null
  }

  /** Draws it. @param columns its width @param most lines; the last ones are shown */
  draw(columns: number, most: number): string[] {
    const how = this.lines ? 'Ctrl-D sends, Esc leaves' : 'Enter sends, Esc leaves'
    const typed = wrap(`${visible(this.text)}▏`, columns)
    return [`${this.question} (${how})`.slice(0, columns), ...typed.slice(-most)]
  }
}
