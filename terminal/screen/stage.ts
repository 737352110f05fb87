import type { Site } from '../command'
import type { Page, Subject } from './page'

/** What an action sees and changes of the screen. */
export type Stage = {
  readonly site: Site
  readonly columns: number
  /** The page on top. */
  readonly page: Page
  /** What is selected on it. */
  readonly subject: Subject | undefined
  /** True while a text waits for a verdict: it can't be voted on or opened. */
  readonly isJury: boolean
  say: (message: string) => void
  /** Asks for a text. @param lines true if it may have several */
  ask: (question: string, lines: boolean, answer: (text: string) => Promise<void>) => void
  open: (page: Page) => void
  openText: (title: string, lines: readonly string[]) => void
  /** Puts a page in place of the one on top. */
  replace: (page: Page) => void
  /** Begins anew with a page. */
  restart: (page: Page) => void
  /** Moves the selection. */
  step: (by: number) => Promise<void>
  /** Leaves the page on top, or the screen. */
  back: () => void
}
