import { paths } from '@/core/paths'
import { absolute } from '@/core/site'
import { afterDays, ago } from '@/core/time'
import type { Card, Permalink } from '@/lib/bemoaning'
import type { Comment } from '@/lib/comment'

const width = 76

/** Breaks text at spaces so that lines fit a terminal; words longer than a line stay whole. */
export function wrap(text: string, indent = ''): string {
  return text
    .split('\n')
    .map((line) => {
      const rows: string[] = ['']
      for (const word of line.split(' ')) {
        const row = rows.at(-1) ?? ''
        if (row && row.length + word.length + 1 > width - indent.length) rows.push(word)
        else rows[rows.length - 1] = row ? `${row} ${word}` : word
      }
      return rows.map((row) => (indent + row).trimEnd()).join('\n')
    })
    .join('\n')
}

/** Characters that would move a terminal's cursor or change its colours never get there. */
const tame = (text: string): string => text.replace(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/g, '')

const plural = (count: number, noun: string, many = `${noun}s`) => `${count} ${count === 1 ? noun : many}`

/** One bemoaning for a terminal. */
export function cardText(card: Card): string {
  const state =
    card.state === 'broken'
      ? []
      : [card.fixedAt ? `fixed ${afterDays(card.createdAt, card.fixedAt)}` : card.state]
  if (card.bittenAt)
    state.push(`bit ${plural(card.votes.bemoan + 1, 'person', 'people')}, last ${ago(card.bittenAt)}`)
  const facts = [card.author ?? 'anonymous', ago(card.createdAt), card.tags.join(' '), ...state]
  return [
    `#${card.id}  ${facts.join(' · ')}`,
    '',
    wrap(tame(card.body)),
    'IBTSOCS'.padStart(width),
    `+ ${card.votes.bemoan} bemoan this too  ! ${card.votes.self_inflicted} self-inflicted  ${plural(card.comments, 'comment')}`,
    absolute(paths.bemoaning(card.id, card.body)),
  ].join('\n')
}

/** A list for a terminal. */
export const listText = (title: string, items: readonly Card[], next: string | null): string =>
  [
    title,
    '='.repeat(title.length),
    '',
    ...items.map((card) => `${cardText(card)}\n\n${'-'.repeat(width)}\n`),
    next ? `More: curl '${absolute(next)}'` : 'That is all.',
    '',
  ].join('\n')

/** A bemoaning with its comments for a terminal. */
export function threadText({ card, standing }: Permalink, comments: readonly Comment[]): string {
  const world = [
    standing.change?.url ? `Fixed: ${tame(standing.change.url)}` : null,
    standing.ending ? `How it ended:\n${wrap(tame(standing.ending.text), '  ')}` : null,
  ].flatMap((line) => (line === null ? [] : [line, '']))
  const answers = comments.map((comment) => {
    const indent = '  '.repeat(Math.min(comment.depth, 8))
    if (comment.gone) return `${indent}[${comment.gone}]\n`
    const remedy = comment.remedy ? ' · the remedy' : ''
    return `${indent}${comment.author ?? 'anonymous'} · ${ago(comment.createdAt)} · so true ${comment.votes}${remedy}\n${wrap(tame(comment.body), `${indent}  `)}\n`
  })
  return [cardText(card), '', ...world, ...answers].join('\n')
}
