import { feeds } from '@/core/feeds'
import { windows } from '@/core/vocabulary'
import { asked, type List, list } from '../answer'
import {
  type Command,
  CommandError,
  type Output,
  type Shown,
  type Site,
  textOf,
  type Words,
} from '../command'
import { cardLines, titleLines } from '../draw/card'
import { plainOf } from '../draw/line'

const options = {
  limit: { type: 'string', summary: 'how many, from 1 to 100' },
  after: { type: 'string', summary: 'the next page, as the last line of a list names it' },
} as const

/** The query of a call from what was given; without what was not. */
export const queryOf = (values: Readonly<Record<string, string | undefined>>): string =>
  new URLSearchParams(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  ).toString()

function drawList(title: string, { items, next }: List, { columns }: Output): string[] {
  const cards = items.flatMap((card) => [
    ...cardLines(card, columns).map(plainOf),
    '',
    '-'.repeat(columns),
    '',
  ])
  const end = next ? [`More: --after ${next}`] : [items.length === 0 ? 'Nothing here yet.' : 'That is all.']
  return [...titleLines(title, columns).map(plainOf), ...cards, ...end]
}

async function showList(
  site: Site,
  title: string,
  asks: Readonly<Record<string, string | undefined>>,
  words: Words,
  output: Output,
): Promise<Shown> {
  const query = queryOf({ ...asks, limit: textOf(words, 'limit') ?? '20', after: textOf(words, 'after') })
  const { data, value } = await asked(site, list, { method: 'GET', path: `/bemoanings?${query}` })
  return { data, lines: drawList(title, value, output) }
}

const feed = (name: 'hot' | 'new'): Command => {
  const entry = feeds.find((each) => each.name === name)
  return {
    name,
    usage: '',
    summary: entry?.description ?? '',
    options,
    takes: [0, 0],
    run: (site, words, output) => showList(site, entry?.title ?? name, { feed: name }, words, output),
  }
}

/** The commands that print a list. */
export const listCommands: readonly Command[] = [
  feed('hot'),
  feed('new'),
  {
    name: 'top',
    usage: `[${windows.join('|')}]`,
    summary: 'The bemoanings most people share, of a week if you name no other time.',
    options,
    takes: [0, 1],
    run: (site, words, output) => {
      const [named = 'week'] = words.positionals
      const entry = feeds.find(({ name, window }) => name === 'top' && window === named)
      if (!entry) throw new CommandError(2, `Choose one of ${windows.join(', ')}.`)
      return showList(site, entry.title, { feed: 'top', window: named }, words, output)
    },
  },
  {
    name: 't',
    usage: '<tag>',
    summary: 'The bemoanings with a tag.',
    options,
    takes: [1, 1],
    run: (site, words, output) => {
      const [tag = ''] = words.positionals
      return showList(site, `Bemoanings about ${tag}`, { tag }, words, output)
    },
  },
  {
    name: 'search',
    usage: '<words>',
    summary: 'Search the bemoanings.',
    options: { after: options.after },
    takes: [1, 100],
    run: async (site, words, output) => {
      const q = words.positionals.join(' ')
      const path = `/search?${queryOf({ q, after: textOf(words, 'after') })}`
      const { data, value } = await asked(site, list, { method: 'GET', path })
      return { data, lines: drawList(`Search: ${q}`, value, output) }
    },
  },
]
