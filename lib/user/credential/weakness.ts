import { type Failure, fail } from '@/core/result'
import { isBreached } from './password'

/** Words that a password must not mainly consist of: attackers of this site try them first. */
export const siteWords = [
  'ibtsocs', 'bemoan', 'bemoaning', 'bemoanings', 'ibemoanthestateofcomputerscience', 'computerscience',
  'stateofcomputerscience', 'selfinflicted', 'randomart', 'appliance', 'moderator', 'admin', 'jury',
] as const // biome-ignore format: one word a line would hide that this is a list of words

/** A failure about one field. */
export const invalid = (path: string, message: string): Failure =>
  fail('invalid', message, { errors: [{ path, message }] })

/** Returns why a password is refused; null if it is accepted. */
export async function weakness(password: string, handle: string): Promise<Failure | null> {
  if (await isBreached(password))
    return invalid(
      'password',
      'That password is on the lists that attackers try first. Choose a different one.',
    )
  if (password.toLowerCase().includes(handle) && password.length < handle.length + 8)
    return invalid('password', 'That password is mostly your handle. Choose a different one.')
  // The rest without the site's words and the separators around them.
  const rest = [...siteWords]
    .sort((a, b) => b.length - a.length)
    .reduce((text, word) => text.replaceAll(word, ''), password.toLowerCase().replace(/[\s._-]/g, ''))
  if (rest.length <= password.length / 2 && rest.length < 8)
    return invalid('password', 'That password is mostly a word of this site. Choose a different one.')
  return null
}
