import { visible } from '@/text/visible'
import { wrap } from '@/text/wrap'
import type { Bemoaning, Comment } from '../answer'
import { cardLines, commentLines } from '../draw/card'
import { gutterLines } from '../draw/gutter'
import { inked, type Line, span } from '../draw/line'
import type { Look } from './look'

/** What is selected, and can be voted on, opened or replied to. */
export type Subject =
  /** `digest` is what the author's randomart is drawn from. */
  | { type: 'bemoaning'; card: Bemoaning; digest: Uint8Array | null }
  | { type: 'comment'; comment: Comment; on: number }
  | { type: 'pending'; id: number; body: string; tags: string[] }
  /** Leads to a thread, or to a page of the site. */
  | { type: 'link'; text: string; to: { thread: number } | { post: string } | null }
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
  /** The post that is read; null elsewhere. */
  post: string | null
}

export const pageOf = (title: string, subjects: Subject[], more: Page['more'] = null): Page => ({
  title,
  subjects,
  at: 0,
  top: 0,
  more,
  post: null,
})

/** A text, whose lines one moves through. */
export const textPage = (title: string, lines: readonly string[]): Page =>
  pageOf(
    title,
    lines.map((text) => ({ type: 'line', text })),
  )

const draw = (subject: Subject, columns: number, look: Look): Line[] => {
  switch (subject.type) {
    case 'line':
    case 'link':
      return inked(wrap(visible(subject.text), columns))
    case 'comment':
      return commentLines(subject.comment, columns, 'break')
    case 'pending':
      return [
        ...inked(wrap(visible(`#${subject.id} · ${subject.tags.join(' ')}`), columns), 'meta'),
        [],
        ...inked(wrap(visible(subject.body), columns)),
        [],
      ]
    case 'bemoaning':
      return [
        ...(look.plain
          ? cardLines(subject.card, columns, 'break')
          : gutterLines(subject.card, columns, look.faces ? subject.digest : null)),
        [],
      ]
  }
}

/** The columns that a page's text has: the bar of what is selected takes two. */
export const textColumns = (columns: number, { plain }: Look): number => (plain ? columns : columns - 2)

/** What has been drawn, as long as its subject is the same. */
const kept = new WeakMap<Subject, { columns: number; lines: Line[] }>()

function linesOf(subject: Subject, columns: number, look: Look): Line[] {
  const known = kept.get(subject)
  if (known?.columns === columns) return known.lines
  const lines = draw(subject, columns, look)
  kept.set(subject, { columns, lines })
  return lines
}

/**
 * Draws a page: the selected subject has a bar beside it.
 * @param rows lines there is room for
 * @returns the lines in view and those of what is selected; and moves the page so that it is in view
 */
export function viewOf(
  page: Page,
  columns: number,
  rows: number,
  look: Look,
): { body: Line[]; selected: Line[] } {
  const room = textColumns(columns, look)
  const drawn = page.subjects.map((subject) => linesOf(subject, room, look))
  const selected = drawn[page.at] ?? []
  if (look.plain) return { body: [], selected }
  const start = drawn.slice(0, page.at).reduce((sum, lines) => sum + lines.length, 0)
  const end = start + selected.length
  if (start < page.top || selected.length > rows) page.top = start
  else if (end > page.top + rows) page.top = end - rows
  const barred = drawn.flatMap((lines, at) =>
    lines.map((line) => [span(at === page.at ? '▌ ' : '  ', 'own'), ...line]),
  )
  return { body: barred.slice(page.top, page.top + rows), selected }
}

/** Moves the selection. @param by how far; ends stay */
export function move(page: Page, by: number): void {
  page.at = Math.max(0, Math.min(page.subjects.length - 1, page.at + by))
}

/** The most that a page holds: who reads on for long does not fill the memory of the server. */
const most = 600

/** Adds what was read on; of a long list the first part is left out. */
export function append(page: Page, subjects: readonly Subject[]): void {
  page.subjects.push(...subjects)
  const over = Math.min(page.at, page.subjects.length - most)
  if (over <= 0) return
  page.subjects.splice(0, over)
  page.at -= over
  page.top = 0
}
