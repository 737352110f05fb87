import type { Site } from '../command'
import type { Page, Subject } from './page'
import type { Question } from './prompt'

/** What an action sees and changes of the screen. */
export type Stage = {
  readonly site: Site
  /** Columns that the text of a page has. */
  readonly textColumns: number
  /** The page on top. */
  readonly page: Page
  /** What is selected on it. */
  readonly subject: Subject | undefined
  /** True while a text waits for a verdict: it can't be voted on or opened. */
  readonly isJury: boolean
  say: (message: string) => void
  ask: (question: Question) => void
  /** Puts a subject in place of the selected one, which has changed. */
  put: (subject: Subject) => void
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
