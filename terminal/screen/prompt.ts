import { clustersOf } from '@/text/graphemes'

/** What a question asks for. */
export type Question = {
  question: string
  /** True if Enter begins a line, and Ctrl-D gives the text. */
  lines?: boolean
  /** The text to begin with. */
  typed?: string
  /** True if an empty answer is one. */
  mayBeEmpty?: boolean
  /** Lines that help with what has been typed so far. */
  hints?: (typed: string) => readonly string[]
  /** Completes what has been typed, for Tab. */
  complete?: (typed: string) => string
  /** Called with the text once it is given. */
  answer: (text: string) => Promise<void>
}

/** A question at the foot of the screen, and what has been typed. */
export class Prompt {
  private text: string
  constructor(readonly asked: Question) {
    this.text = asked.typed ?? ''
  }

  get typed(): string {
    return this.text
  }

  /** The question with the keys that end it. */
  get question(): string {
    const { question, lines, complete } = this.asked
    const keys = [
      lines ? 'Ctrl-D sends' : 'Enter sends',
      ...(complete ? ['Tab completes'] : []),
      'Esc leaves',
    ]
    return `${question} (${keys.join(', ')})`
  }

  get hints(): readonly string[] {
    return this.asked.hints?.(this.text) ?? []
  }

  /** Takes a key. @returns `given`, `left`, or null while it goes on */
  take(key: string): 'given' | 'left' | null {
    if (key === 'escape' || key === 'ctrl-c') return 'left'
    if (key === 'ctrl-d') return 'given'
    if (key === 'enter') {
      if (!this.asked.lines) return 'given'
      this.text += '\n'
    } else if (key === 'backspace') this.text = [...clustersOf(this.text)].slice(0, -1).join('')
    else if (key === 'tab') this.text = this.asked.complete?.(this.text) ?? `${this.text}\t`
    else if ([...clustersOf(key)].length === 1) this.text += key
    return null
  }
}
