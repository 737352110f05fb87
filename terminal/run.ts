import { parseArgs } from 'node:util'
import { visible } from '@/text/visible'
import { type Command, CommandError, type Site, type Words } from './command'
import { findCommand } from './commands'
import { commandHelp } from './help'

/** How a command line is run: what it may read, where it prints. */
export type Terminal = {
  site: Site
  /** Columns of the lines: those of a terminal, otherwise 80. */
  columns: number
  /** Reads standard input to its end. Called only by commands that read. */
  input: () => Promise<string>
  print: (text: string) => void
  /** Prints a sentence to standard error. */
  complain: (sentence: string) => void
}

const everywhere = { json: { type: 'boolean' }, help: { type: 'boolean' } } as const

function parse(command: Command, args: readonly string[]): Words {
  const own = Object.entries(command.options ?? {}).map(([name, { type, multiple = false }]) => [
    name,
    { type, multiple },
  ])
  try {
    return parseArgs({
      args: [...args],
      options: { ...Object.fromEntries(own), ...everywhere },
      allowPositionals: true,
      strict: true,
    })
  } catch (error) {
    // Node's own sentence names the option; what follows it is advice for its own command line.
    const [said = ''] = (error as Error).message.split('. ')
    throw new CommandError(
      2,
      `${visible(said.replace(/\.$/, ''))}. “${command.name} --help” lists its options.`,
    )
  }
}

/** JSON in which nothing can move a cursor: JSON itself escapes only the first 32 controls. */
const json = (data: unknown): string =>
  JSON.stringify(data, null, 2).replace(
    /[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/**
 * Runs a command line.
 * @param args its words, the command first
 * @returns the exit status: 0 done, 1 refused or not there, 2 not understood
 */
export async function runCommand(args: readonly string[], terminal: Terminal): Promise<0 | 1 | 2> {
  try {
    const [name = 'help', ...rest] = args
    const command = findCommand(name.replace(/^--help$/, 'help'))
    const words = parse(command, rest)
    if (words.values.help === true) {
      terminal.print(`${commandHelp(command).join('\n')}\n`)
      return 0
    }
    const [least, most] = command.takes
    const given = words.positionals.length
    if (given < least || given > most)
      throw new CommandError(
        2,
        `Write it like this: ${[command.name, command.usage].filter(Boolean).join(' ')}`,
      )
    const input = command.reads ? await terminal.input() : ''
    const output = { columns: terminal.columns, json: words.values.json === true }
    const shown = await command.run(terminal.site, words, output, input)
    terminal.print(output.json ? `${json(shown.data)}\n` : `${shown.lines.join('\n')}\n`)
    return 0
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    terminal.complain(visible(error.message))
    return error.status
  }
}
