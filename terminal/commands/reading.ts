import { z } from 'zod'
import { paths } from '@/core/paths'
import { plural } from '@/core/plural'
import { stateWindows } from '@/core/windows'
import { visible } from '@/text/visible'
import { wrap } from '@/text/wrap'
import { asked, bemoaning, thread } from '../answer'
import { type Command, CommandError, type Site, textOf } from '../command'
import { barLines } from '../draw/bars'
import { cardLines, commentLines, titleLines } from '../draw/card'
import { plainOf } from '../draw/line'
import { queryOf } from './lists'

/** Reads the id in `1024`, `#1024` or an address of ours. @throws CommandError */
export function idOf(word: string): number {
  const id = /^(?:#|https?:\/\/[^/]+\/b\/|\/?b\/)?([1-9]\d{0,14})(?:\/[^\s]*)?$/.exec(word)?.[1]
  if (id === undefined) throw new CommandError(2, `“${visible(word)}” is not the number of a bemoaning.`)
  return Number(id)
}

const random = (site: Site, tag: string | undefined) =>
  asked(site, bemoaning, { method: 'GET', path: `/bemoanings/random?${queryOf({ tag })}` })

const tag = { tag: { type: 'string', summary: 'only with this tag' } } as const

const figures = z.object({
  bemoanings: z.number(),
  comments: z.number(),
  fixes: z.number(),
  median_days_to_fix: z.number().nullable(),
  over_time: z.array(z.object({ at: z.string(), bemoanings: z.number() })),
  by_tag: z.array(z.object({ tag: z.string(), bemoanings: z.number() })),
})

/** Reads a text of the site as lines for a terminal. @throws CommandError if it is not there */
export async function readText(site: Site, path: string, columns: number): Promise<string[]> {
  const { status, body } = await site.text(path)
  if (status >= 400) throw new CommandError(1, visible(body.trim().split('\n')[0] ?? ''))
  return wrap(visible(body.trimEnd()), columns, 'keep')
}

/** The commands that read one thing. */
export const readingCommands: readonly Command[] = [
  {
    name: 'random',
    usage: '',
    summary: 'A random bemoaning.',
    options: tag,
    takes: [0, 0],
    run: async (site, words, { columns }) => {
      const { data, value } = await random(site, textOf(words, 'tag'))
      return { data, lines: [...cardLines(value, columns).map(plainOf), value.url] }
    },
  },
  {
    name: 'fortune',
    usage: '',
    summary: 'A random one, as fortune prints it: for your login.',
    options: tag,
    takes: [0, 0],
    run: async (site, words, { columns }) => {
      const { data, value } = await random(site, textOf(words, 'tag'))
      return { data, lines: [...wrap(visible(value.body), columns), `    -- #${value.id}, IBTSOCS`] }
    },
  },
  {
    name: 'b',
    usage: '<number>',
    summary: 'A bemoaning with its comments.',
    takes: [1, 1],
    run: async (site, { positionals: [word = ''] }, { columns }) => {
      const id = idOf(word)
      const one = await asked(site, bemoaning, { method: 'GET', path: `/bemoanings/${id}` })
      const all = await asked(site, thread, { method: 'GET', path: `/bemoanings/${id}/comments` })
      const lines = all.value.items.flatMap((each) => commentLines(each, columns).map(plainOf))
      return {
        data: { ...(one.data as object), comment_items: all.value.items },
        lines: [...cardLines(one.value, columns).map(plainOf), one.value.url, '', ...lines],
      }
    },
  },
  {
    name: 'blog',
    usage: '[<post>]',
    summary: 'The tech tips, or one of them.',
    takes: [0, 1],
    run: async (site, { positionals: [slug] }, { columns, json }) => {
      const path = slug === undefined ? paths.blog : paths.post(encodeURIComponent(slug))
      if (json) {
        const { status, body } = await site.text(`${path}.json`)
        if (status >= 400) throw new CommandError(1, `We don’t have the post “${visible(slug ?? '')}”.`)
        return { data: JSON.parse(body), lines: [] }
      }
      return { data: null, lines: await readText(site, `${path}.txt`, columns) }
    },
  },
  {
    name: 'state',
    usage: `[${stateWindows.join('|')}]`,
    summary: 'The state of computer science, in figures.',
    takes: [0, 1],
    run: async (site, { positionals: [window] }, { columns }) => {
      if (window !== undefined && !stateWindows.some((each) => each === window))
        throw new CommandError(2, `Choose one of ${stateWindows.join(', ')}.`)
      const path = `/state?${queryOf({ window })}`
      const { data, value } = await asked(site, figures, { method: 'GET', path })
      const { bemoanings, comments, fixes, median_days_to_fix: days } = value
      const tags = value.by_tag.slice(0, 12).map((each) => [each.tag, each.bemoanings] as const)
      const times = value.over_time.map((each) => [each.at, each.bemoanings] as const)
      const lines = [
        ...titleLines('The state of computer science', columns).map(plainOf),
        ...barLines(Object.entries({ bemoanings, comments, fixes }), columns),
        ...(days === null
          ? []
          : [
              '',
              `Half of what got fixed was fixed within ${days < 1 ? 'a day' : plural(Math.round(days), 'day')}.`,
            ]),
        '',
        'By tag',
        ...barLines(tags, columns),
        '',
        'Over time',
        ...barLines(times, columns),
      ]
      return { data, lines }
    },
  },
]
