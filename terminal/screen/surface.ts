import type { Line } from '../draw/line'

/** What a screen shows at a moment. */
export type View = {
  title: string
  /** The lines of the page that are in view, and those of what is selected. */
  body: readonly Line[]
  selected: readonly Line[]
  /** Says how the last key ended; empty: nothing to say. */
  message: string
  /** A question, hints for its answer, and what has been typed so far. */
  asked: { question: string; hints: readonly string[]; typed: string } | null
}

/** How a view reaches a terminal. */
export type Surface = {
  /** Takes the terminal over. */
  begin: () => void
  /** Gives it back as it was. */
  end: () => void
  /** Forgets what is shown, after the terminal has another size. */
  forget: () => void
  /** The lines of a page that there is room for beside what else the view shows. */
  room: (view: Omit<View, 'body' | 'selected'>, columns: number, rows: number) => number
  paint: (view: View, columns: number, rows: number) => void
}
