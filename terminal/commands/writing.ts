import { z } from 'zod'
import { asked, bemoaning, comment, tally } from '../answer'
import { type Command, CommandError, textOf } from '../command'
import { cardLines, commentLines, counts } from '../draw/card'
import { plainOf } from '../draw/line'
import { idOf } from './reading'

const key = {
  key: { type: 'string', summary: 'a name for this write: sent again with it, nothing is written twice' },
} as const

/** Returns the text of standard input. @throws CommandError if there is none */
function textIn(input: string, example: string): string {
  const text = input.trimEnd()
  if (!text.trim()) throw new CommandError(2, `Send the text on standard input: echo "…" | ${example}`)
  return text
}

const keyed = (value: string | undefined) => (value === undefined ? {} : { key: value })

/** The commands that write. */
export const writingCommands: readonly Command[] = [
  {
    name: 'bemoan',
    usage: '',
    summary: 'Bemoan something: the text comes on standard input.',
    options: {
      tag: { type: 'string', multiple: true, summary: 'a tag; up to three' },
      anonymous: { type: 'boolean', summary: 'without your name' },
      ...key,
    },
    takes: [0, 0],
    reads: 'text',
    run: async (site, words, { columns }, input) => {
      const body = {
        body: textIn(input, 'bemoan --tag ci'),
        tags: [words.values.tag ?? []].flat(),
        ...(words.values.anonymous === true ? { anonymous: true } : {}),
      }
      const call = { method: 'POST', path: '/bemoanings', body, ...keyed(textOf(words, 'key')) } as const
      const { data, value } = await asked(site, bemoaning, call)
      const next =
        value.status === 'pending' ? ['It waits for the jury, and appears once they have agreed.'] : []
      return { data, lines: [...cardLines(value, columns).map(plainOf), value.url, ...next] }
    },
  },
  {
    name: 'comment',
    usage: '<number>',
    summary: 'Comment on a bemoaning: the text comes on standard input.',
    options: { reply: { type: 'string', summary: 'the number of the comment you reply to' }, ...key },
    takes: [1, 1],
    reads: 'text',
    run: async (site, words, { columns }, input) => {
      const [word = ''] = words.positionals
      const parent = textOf(words, 'reply')?.replace(/^c/, '')
      if (parent !== undefined && !/^[1-9]\d{0,14}$/.test(parent))
        throw new CommandError(2, 'A reply needs the number of a comment, as in --reply 77.')
      const body = {
        body: textIn(input, `comment ${word}`),
        ...(parent === undefined ? {} : { parent: Number(parent) }),
      }
      const path = `/bemoanings/${idOf(word)}/comments`
      const { data, value } = await asked(site, comment, { method: 'POST', path, body, ...keyed(textOf(words, 'key')) }) // biome-ignore format: one line
      return { data, lines: commentLines(value, columns).map(plainOf) }
    },
  },
  {
    name: 'vote',
    usage: '<number> [self|none]',
    summary: 'I bemoan this too; self: it was self-inflicted; none: take the vote back.',
    takes: [1, 2],
    run: async (site, { positionals: [word = '', kind = 'bemoan'] }) => {
      const kinds = { bemoan: 'bemoan', self: 'self_inflicted', none: null } as const
      const named = z.enum(['bemoan', 'self', 'none']).safeParse(kind)
      if (!named.success) throw new CommandError(2, 'Vote with nothing more, with self, or with none.')
      const path = `/bemoanings/${idOf(word)}/vote`
      const wanted = kinds[named.data]
      const call =
        wanted === null
          ? ({ method: 'DELETE', path } as const)
          : ({ method: 'PUT', path, body: { kind: wanted } } as const)
      const { data, value } = await asked(site, tally, call)
      return { data, lines: [counts(value)] }
    },
  },
]
