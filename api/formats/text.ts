import { paths } from '@/core/paths'
import { plural } from '@/core/plural'
import { absolute } from '@/core/site'
import { afterDays, ago } from '@/core/time'
import type { Card, Permalink } from '@/lib/bemoaning'
import type { Comment } from '@/lib/comment'
import { width, wrap } from '@/text/wrap'

const columns = 76

/** Wraps a text of several lines for a terminal. Addresses stay on one line, so that they can be copied. */
export const wrapped = (text: string, indent = ''): string =>
  wrap(text, columns - indent.length, 'keep')
    .map((line) => (indent + line).trimEnd())
    .join('\n')

/** Removes characters that would move a terminal's cursor or change its colours, but not tabs, which `wrapped` expands. */
const tame = (text: string): string => text.replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, '')

/** Returns a bemoaning for a terminal. */
export function cardText(card: Card): string {
  const state =
    card.state === 'broken'
      ? []
      : [card.fixedAt ? `fixed ${afterDays(card.createdAt, card.fixedAt)}` : card.state]
  if (card.bittenAt) state.push(`bit somebody again ${ago(card.bittenAt)}`)
  const facts = [card.author ?? 'anonymous', ago(card.createdAt), card.tags.join(' '), ...state]
  return [
    `#${card.id}  ${facts.join(' · ')}`,
    '',
    wrapped(tame(card.body)),
    'IBTSOCS'.padStart(columns),
    `+ ${card.votes.bemoan} bemoan this too  ! ${card.votes.self_inflicted} self-inflicted  ${plural(card.comments, 'comment')}`,
    absolute(paths.bemoaning(card.id, card.body)),
  ].join('\n')
}

/** Returns a list for a terminal. */
export const listText = (title: string, items: readonly Card[], next: string | null): string =>
  [
    title,
    '='.repeat(Math.min(columns, width(title))),
    '',
    ...items.map((card) => `${cardText(card)}\n\n${'-'.repeat(columns)}\n`),
    next ? `More: curl '${absolute(next)}'` : 'That is all.',
    '',
  ].join('\n')

/** Returns a bemoaning with its comments for a terminal. */
export function threadText({ card, standing }: Permalink, comments: readonly Comment[]): string {
  const world = [
    standing.change?.url ? `Fixed: ${tame(standing.change.url)}` : null,
    standing.ending ? `How it ended:\n${wrapped(tame(standing.ending.text), '  ')}` : null,
  ].flatMap((line) => (line === null ? [] : [line, '']))
  const answers = comments.map((comment) => {
    const indent = '  '.repeat(Math.min(comment.depth, 8))
    if (comment.gone) return `${indent}[${comment.gone}]\n`
    const remedy = comment.remedy ? ' · the remedy' : ''
    return `${indent}${comment.author ?? 'anonymous'} · ${ago(comment.createdAt)} · so true ${comment.votes}${remedy}\n${wrapped(tame(comment.body), `${indent}  `)}\n`
  })
  return [cardText(card), '', ...world, ...answers].join('\n')
}
