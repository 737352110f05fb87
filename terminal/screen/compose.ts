import { wrap } from '@/text/wrap'
import type { Bemoaning } from '../answer'
import { CommandError } from '../command'
import { pageOf } from './page'
import { readSimilar, readTags } from './reading'
import type { Stage } from './stage'
import { sendBemoaning } from './writing'

/** The words of a list of tags, as typed. */
const wordsOf = (typed: string): string[] =>
  typed
    .toLowerCase()
    .split(/[,\s]+/)
    .filter(Boolean)

/** The tags that the last word may become: those that begin with it, then those that contain it. */
export function matching(tags: readonly string[], typed: string): string[] {
  if (typed === '' || /[,\s]$/.test(typed)) return []
  const word = wordsOf(typed).at(-1) ?? ''
  return [
    ...tags.filter((tag) => tag.startsWith(word)),
    ...tags.filter((tag) => !tag.startsWith(word) && tag.includes(word)),
  ]
}

/** Completes the last word to the best tag. */
export function completed(tags: readonly string[], typed: string): string {
  const [best] = matching(tags, typed)
  return best === undefined ? typed : `${typed.slice(0, typed.search(/[^,\s]*$/))}${best} `
}

/** What others have bemoaned like a text; nothing if the site refuses to look, since the text may still be sent. */
const similarTo = (screen: Stage, body: string): Promise<Bemoaning[]> =>
  readSimilar(screen.site, body).catch((error: unknown) => {
    if (error instanceof CommandError) return []
    throw error
  })

/** Asks for the tags of a text, beside what others have bemoaned like it, and sends it. */
function askTags(
  screen: Stage,
  draft: { body: string; typed: string; anonymous: boolean },
  known: { tags: readonly string[]; like: readonly string[] },
): void {
  const { body, anonymous } = draft
  screen.ask({
    question: 'Up to three tags',
    typed: draft.typed,
    hints: (typed) => {
      const found = matching(known.tags, typed).slice(0, 12)
      return [...(found.length > 0 ? [found.join('  ')] : []), ...known.like]
    },
    complete: (typed) => completed(known.tags, typed),
    // An empty answer is refused by the site, in its own words.
    mayBeEmpty: true,
    answer: async (typed) => {
      try {
        const made = await sendBemoaning(screen.site, { body, tags: wordsOf(typed), anonymous })
        screen.open(pageOf(`#${made.id}`, [{ type: 'bemoaning', card: made, digest: null }]))
        screen.say(made.status === 'pending' ? 'It waits for the jury.' : `It is published: ${made.url}`)
      } catch (error) {
        // The text may be what was refused: it comes back first, and the tags with the next question.
        askText(screen, { body, typed, anonymous })
        throw error
      }
    },
  })
}

function askText(screen: Stage, draft: { body: string; typed: string; anonymous: boolean }): void {
  screen.ask({
    question: draft.anonymous ? 'Bemoan something anonymously' : 'Bemoan something',
    lines: true,
    typed: draft.body,
    answer: async (text) => {
      const body = text.trim()
      const [tags, like] = await Promise.all([readTags(screen.site), similarTo(screen, body)])
      const told = like.map(
        ({ id, body }) => `Like yours: #${id} ${wrap(body.replace(/\s+/g, ' '), 60)[0] ?? ''}`,
      )
      askTags(screen, { ...draft, body }, { tags, like: told })
    },
  })
}

/** Begins a bemoaning: first its text, then its tags. */
export const bemoan = (screen: Stage, anonymous: boolean): void =>
  askText(screen, { body: '', typed: '', anonymous })
