import { plural } from '@/core/plural'
import { ago } from '@/core/time'
import { visible } from '@/text/visible'
import { width, wrap } from '@/text/wrap'
import type { Bemoaning, Comment } from '../answer'

const line = (indent: string, text: string, columns: number): string[] =>
  wrap(visible(text), Math.max(10, columns - indent.length), 'keep').map((each) => (indent + each).trimEnd())

/** The line above a text: its number, whose it is, when, and what became of it. */
export const head = (card: Bemoaning): string =>
  [
    `#${card.id}`,
    card.author ?? 'anonymous',
    ago(new Date(card.created_at)),
    card.tags.join(' '),
    ...(card.state === 'broken' ? [] : [card.state]),
    ...(card.status && card.status !== 'published' ? [card.status] : []),
  ]
    .filter(Boolean)
    .join(' · ')

/** The counts of the votes, and the reader's own vote in brackets. */
export function counts({ votes, mine }: Pick<Bemoaning, 'votes' | 'mine'>): string {
  const marked = (kind: 'bemoan' | 'self_inflicted', text: string) => (mine === kind ? `[${text}]` : text)
  return [
    marked('bemoan', `+ ${votes.bemoan} bemoan this too`),
    marked('self_inflicted', `! ${votes.self_inflicted} self-inflicted`),
  ].join('  ')
}

/** Draws a bemoaning for a terminal. @param columns its width */
export const cardLines = (card: Bemoaning, columns: number): string[] => [
  ...line('', head(card), columns),
  '',
  ...line('', card.body, columns),
  'IBTSOCS'.padStart(columns),
  ...line('', `${counts(card)}  ${plural(card.comments, 'comment')}`, columns),
]

/** Draws a comment, indented by its depth, at most by a third of the width. */
export function commentLines(comment: Comment, columns: number): string[] {
  const indent = '  '.repeat(Math.min(comment.depth, Math.floor(columns / 6)))
  const facts = [
    `c${comment.id}`,
    comment.author ?? 'anonymous',
    ago(new Date(comment.created_at)),
    `so true ${comment.votes}`,
    ...(comment.remedy ? ['the remedy'] : []),
  ]
  return [...line(indent, facts.join(' · '), columns), ...line(`${indent}  `, comment.body, columns), '']
}

/** Draws a title with a line below it. */
export const titleLines = (title: string, columns: number): string[] => [
  ...line('', title, columns),
  '='.repeat(Math.min(columns, width(title))),
  '',
]
