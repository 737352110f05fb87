import { z } from 'zod'
import { visible } from '@/text/visible'
import { asked } from '../answer'
import { type Command, CommandError } from '../command'
import { completionOf, shells } from '../completion'
import { commandHelp, overview } from '../help'
import { inboxCommand } from './inbox'
import { joinCommand } from './join'
import { listCommands } from './lists'
import { readingCommands } from './reading'
import { writingCommands } from './writing'

const me = z.object({ handle: z.string(), role: z.string() })

const ownCommands: readonly Command[] = [
  {
    name: 'randomart',
    usage: '',
    summary: 'The randomart of the public key on standard input.',
    takes: [0, 0],
    reads: 'key',
    run: async (site, _, __, input) => {
      if (!input.trim()) throw new CommandError(2, 'Send a public key: cat ~/.ssh/id_ed25519.pub | randomart')
      const { status, body } = await site.text(`/randomart.txt?${new URLSearchParams({ key: input.trim() })}`)
      if (status >= 400) throw new CommandError(1, visible(body.trim()))
      const lines = body.trimEnd().split('\n')
      return { data: { lines }, lines }
    },
  },
  {
    name: 'whoami',
    usage: '',
    summary: 'The account that you are here.',
    takes: [0, 0],
    run: async (site) => {
      const { data, value } = await asked(site, me, { method: 'GET', path: '/me' })
      return { data, lines: [value.handle] }
    },
  },
  inboxCommand,
  joinCommand,
  {
    name: 'plain',
    usage: '',
    summary: 'The screen as text below text, for screen readers (by ssh -t only).',
    takes: [0, 0],
    run: async ({ origin }) => {
      throw new CommandError(2, `This needs a terminal: ssh -t ${new URL(origin).hostname} plain`)
    },
  },
  {
    name: 'completion',
    usage: `<${shells.join('|')}>`,
    summary: 'A script that completes these commands in your shell.',
    takes: [1, 1],
    run: async (_, { positionals: [word = ''] }) => {
      const shell = shells.find((each) => each === word)
      if (!shell) throw new CommandError(2, `Choose one of ${shells.join(', ')}.`)
      const lines = completionOf(shell, commands)
      return { data: { lines }, lines }
    },
  },
  {
    name: 'help',
    usage: '[<command>]',
    summary: 'This, or more about a command.',
    takes: [0, 1],
    run: async (_, { positionals: [word] }) => {
      const command = word === undefined ? null : findCommand(word)
      const lines = command ? commandHelp(command) : overview(commands)
      return { data: { lines }, lines }
    },
  },
]

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  ...listCommands,
  ...readingCommands,
  ...writingCommands,
  ...ownCommands,
]

/** Finds a command by its name. @throws CommandError that names one like it */
export function findCommand(name: string): Command {
  const found = commands.find((each) => each.name === name)
  if (found) return found
  throw new CommandError(2, `There is no command “${visible(name)}”. “help” lists them.`)
}
