import { visible } from '@/text/visible'
import { wrap } from '@/text/wrap'
import type { Bemoaning, Comment } from '../answer'
import { cardLines, commentLines } from '../draw/card'

/** What is selected, and can be voted on, opened or replied to. */
export type Subject =
  | { type: 'bemoaning'; card: Bemoaning }
  | { type: 'comment'; comment: Comment; on: number }
  | { type: 'pending'; id: number; body: string; tags: string[] }
  | { type: 'line'; text: string }

/** A page of the screen: a list, a thread or a text. */
export type Page = {
  title: string
  subjects: Subject[]
  /** The selected one. */
  at: number
  /** The first line in view. */
  top: number
  /** The API's path of a list, without its cursor, to read on; null if it has no more. */
  more: { path: string; after: string } | null
}

export const pageOf = (title: string, subjects: Subject[], more: Page['more'] = null): Page => ({
  title,
  subjects,
  at: 0,
  top: 0,
  more,
})

export const cardsOf = (cards: readonly Bemoaning[]): Subject[] =>
  cards.map((card) => ({ type: 'bemoaning', card }))

/** A text, whose lines one moves through. */
export const textPage = (title: string, lines: readonly string[]): Page =>
  pageOf(
    title,
    lines.map((text) => ({ type: 'line', text })),
  )

const linesOf = (subject: Subject, columns: number): string[] => {
  if (subject.type === 'line') return [subject.text]
  if (subject.type === 'comment') return commentLines(subject.comment, columns)
  if (subject.type === 'pending')
    return visible(`#${subject.id} · ${subject.tags.join(' ')}\n\n${subject.body}\n`).split('\n')
  return [...cardLines(subject.card, columns), '']
}

/**
 * Draws a page: the selected subject has a bar beside it.
 * @param rows lines there is room for
 * @returns the lines in view; and moves the page so that what is selected is among them
 */
export function viewOf(page: Page, columns: number, rows: number): string[] {
  const drawn = page.subjects.map((subject, at) => {
    const bar = at === page.at ? '▌ ' : '  '
    // An address stays whole in a pipe; here it would run into the next line.
    return linesOf(subject, columns - 2)
      .flatMap((line) => wrap(line, columns - 2))
      .map((line) => (bar + line).trimEnd())
  })
  const start = drawn.slice(0, page.at).reduce((sum, lines) => sum + lines.length, 0)
  const end = start + (drawn[page.at]?.length ?? 0)
  if (start < page.top || end - start > rows) page.top = start
  else if (end > page.top + rows) page.top = end - rows
  return drawn.flat().slice(page.top, page.top + rows)
}

/** Moves the selection. @param by how far; ends stay */
export function move(page: Page, by: number): void {
  page.at = Math.max(0, Math.min(page.subjects.length - 1, page.at + by))
}
