import { plural } from '@/core/plural'
import { ago } from '@/core/time'
import { visible } from '@/text/visible'
import { width, wrap } from '@/text/wrap'
import type { Bemoaning, Comment } from '../answer'
import { inked, type Line, type Span, span } from './line'

/** A word longer than a line, such as an address, stays whole in a pipe; on a screen it would run into the next line. */
export type Long = 'break' | 'keep'

/** Wraps what people wrote, with nothing in it that moves a cursor. */
export const written = (text: string, columns: number, long: Long = 'keep', indent = ''): string[] =>
  wrap(visible(text), Math.max(10, columns - indent.length), long).map((each) => (indent + each).trimEnd())

/** What stands above a text: its number, whose it is, when, and what became of it. */
export const facts = (card: Bemoaning): Span[] => [
  span(`#${card.id}`, 'number'),
  span(card.author ?? 'anonymous'),
  span(ago(new Date(card.created_at)), 'meta'),
  ...(card.tags.length > 0 ? [span(card.tags.join(' '), 'tag')] : []),
  ...(card.state === 'broken' ? [] : [span(card.state, 'remedy')]),
  ...(card.status && card.status !== 'published' ? [span(card.status, 'own')] : []),
]

/** Joins facts to lines no wider than `columns`; they are shown, not obeyed. */
export function factLines(found: readonly Span[], columns: number): Line[] {
  const lines: Span[][] = [[]]
  let used = 0
  for (const { text, ink } of found) {
    const shown = visible(text)
    const [line] = lines.slice(-1)
    if (!line) continue
    if (line.length > 0 && used + 3 + width(shown) > columns) {
      const parts = wrap(shown, columns)
      lines.push(...parts.map((part) => [span(part, ink)]))
      used = width(parts.at(-1) ?? '')
    } else {
      if (line.length > 0) line.push(span(' · ', 'meta'))
      line.push(span(shown, ink))
      used += (line.length > 1 ? 3 : 0) + width(shown)
    }
  }
  return lines
}

/** The counts of the votes, the reader's own vote in brackets, so that no colour is needed to see it. */
export function votes({ votes, mine }: Pick<Bemoaning, 'votes' | 'mine'>): Span[] {
  const marked = (kind: 'bemoan' | 'self_inflicted', text: string) =>
    mine === kind ? span(`[${text}]`, 'own') : span(text)
  return [
    marked('bemoan', `+ ${votes.bemoan} bemoan this too`),
    span('  '),
    marked('self_inflicted', `! ${votes.self_inflicted} self-inflicted`),
  ]
}

/** The same as one text. */
export const counts = (tally: Pick<Bemoaning, 'votes' | 'mine'>): string =>
  votes(tally)
    .map(({ text }) => text)
    .join('')

/** The votes and the number of comments, on one line where they fit. */
export const countLines = (card: Bemoaning, columns: number): Line[] => {
  const said = plural(card.comments, 'comment')
  const one = `${counts(card)}  ${said}`
  return width(one) <= columns
    ? [[...votes(card), span('  '), span(said, 'meta')]]
    : inked(wrap(one, columns))
}

/** Draws a bemoaning. @param columns its width */
export const cardLines = (card: Bemoaning, columns: number, long: Long = 'keep'): Line[] => [
  ...factLines(facts(card), columns),
  [],
  ...inked(written(card.body, columns, long)),
  [span('IBTSOCS'.padStart(columns), 'stamp')],
  ...countLines(card, columns),
]

/** Draws a comment, indented by its depth, at most by a third of the width. */
export function commentLines(comment: Comment, columns: number, long: Long = 'keep'): Line[] {
  const indent = '  '.repeat(Math.min(comment.depth, Math.floor(columns / 6)))
  const found = [
    span(`c${comment.id}`, 'number'),
    span(comment.author ?? 'anonymous'),
    span(ago(new Date(comment.created_at)), 'meta'),
    span(
      comment.mine ? `[so true ${comment.votes}]` : `so true ${comment.votes}`,
      comment.mine ? 'own' : 'plain',
    ),
    ...(comment.remedy ? [span('the remedy', 'remedy')] : []),
  ]
  return [
    ...factLines(found, Math.max(10, columns - indent.length)).map((line) => [span(indent), ...line]),
    ...inked(written(comment.body, columns, long, `${indent}  `)),
    [],
  ]
}

/** Draws a title with a line below it. */
export const titleLines = (title: string, columns: number): Line[] => [
  ...inked(written(title, columns)),
  ...inked(['='.repeat(Math.min(columns, width(title))), '']),
]
