import { type Failure, fail } from '@/core/result'
import { isBreached } from './password'

/** What a password here must not mainly be made of: the site's own words, that whoever attacks it tries first. */
export const siteWords = [
  'ibtsocs', 'bemoan', 'bemoaning', 'bemoanings', 'ibemoanthestateofcomputerscience', 'computerscience',
  'stateofcomputerscience', 'selfinflicted', 'randomart', 'appliance', 'moderator', 'admin', 'jury',
] as const // biome-ignore format: one word a line would hide that this is a list of words

/** A failure about one field. */
export const invalid = (path: string, message: string): Failure =>
  fail('invalid', message, { errors: [{ path, message }] })

/** Why a password will not do; null when it will. */
export const weakness = (password: string, handle: string): Failure | null => {
  if (isBreached(password))
    return invalid('password', 'That password is in the lists that attackers try first. Take another one.')
  if (password.toLowerCase().includes(handle) && password.length < handle.length + 8)
    return invalid('password', 'The password is mostly the handle. Take another one.')
  // What is left without the site's words and what is put between and behind them.
  const rest = [...siteWords]
    .sort((a, b) => b.length - a.length)
    .reduce((text, word) => text.replaceAll(word, ''), password.toLowerCase().replace(/[\s._-]/g, ''))
  if (rest.length <= password.length / 2 && rest.length < 8)
    return invalid('password', 'The password is mostly a word of this site. Take another one.')
  return null
}
