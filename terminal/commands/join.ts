import { visible } from '@/text/visible'
import { type Command, CommandError, textOf } from '../command'

/** The command that gives the key of a connection an account: a new one, or one that made a code. */
export const joinCommand: Command = {
  name: 'join',
  usage: '<handle> | --code <code>',
  summary: 'Make an account for the key that you are connected with, or add the key to yours (by ssh only).',
  options: { code: { type: 'string', summary: 'a code from /settings: adds the key to the account there' } },
  takes: [0, 1],
  run: async (site, words) => {
    const code = textOf(words, 'code')
    const [handle] = words.positionals
    if ((handle === undefined) === (code === undefined))
      throw new CommandError(2, 'Write it like this: join <handle>, or join --code <code>')
    if (!site.join || !site.joinByCode)
      throw new CommandError(2, `Join by ssh, with your key, or at ${site.origin}/signup.`)
    if (handle !== undefined) {
      const made = await site.join(handle)
      if (!made.ok) throw new CommandError(1, made.message)
      return { data: { handle }, lines: [`Welcome, ${visible(handle)}. Your key is your account here.`] }
    }
    const joined = await site.joinByCode(code ?? '')
    if (!joined.ok) throw new CommandError(1, joined.message)
    const { handle: owner, needsCode } = joined.value
    const rest = needsCode ? 'Connect again: it asks for your second factor.' : 'It is your account here.'
    return { data: { handle: owner }, lines: [`This key is ${visible(owner)}’s now. ${rest}`] }
  },
}
