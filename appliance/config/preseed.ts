import { z } from 'zod'
import { forbidden, owned, questions } from '../plan/questions'
import { didYouMean } from './suggest'

const answer = z.union(
  [z.string().max(4_000), z.boolean(), z.int()],
  'The answer must be text of at most 4000 characters, a whole number, true or false.',
)

/** Returns why a config may not answer a question; null if it may. */
function refusal(name: string): string | null {
  if (forbidden.some((pattern) => pattern.test(name)))
    return 'You can’t answer this: it would turn off a check.'
  if (!Object.hasOwn(questions, name))
    return `The installer doesn’t know this question.${didYouMean(name, Object.keys(questions))}`
  const own = owned.find(([pattern]) => pattern.test(name))
  return own ? `The builder answers this itself. ${own[1]}.` : null
}

/** Returns why an answer is invalid for its question; null if it is valid. */
function fault(name: string, value: string | boolean | number): string | null {
  const text = String(value)
  if (/[\r\n]/.test(text)) return 'The answer must be one line.'
  if (/^\s/.test(text)) return 'The answer can’t begin with a space: the installer drops it.'
  if (text.endsWith('\\')) return 'The answer can’t end in a backslash: it would swallow the next answer.'
  return questions[name]?.kind === 'boolean' && !['true', 'false'].includes(text)
    ? 'The answer must be true or false.'
    : null
}

/** More than the installer's questions. A limit, because each wrong name is compared with all of them. */
const most = 300

/**
 * Answers to the installer by question. Each must exist in the installer, and not be answered by the builder itself.
 */
export const answers = z.record(z.string(), answer).superRefine((given, context) => {
  const all = Object.entries(given)
  if (all.length > most) {
    context.addIssue({
      code: 'custom',
      message: `The maximum is ${most} answers. The installer has fewer questions.`,
    })
    return
  }
  for (const [name, value] of all) {
    const refused = refusal(name)
    const message = refused ?? fault(name, value)
    const params = { at: refused ? 'key' : 'value' }
    if (message) context.addIssue({ code: 'custom', path: [name], message, params })
  }
})
