import type { Command } from './command'

const usage = ({ name, usage: rest, options = {} }: Command): string =>
  [name, rest, Object.keys(options).length > 0 ? '[options]' : ''].filter(Boolean).join(' ')

const table = (rows: readonly (readonly [string, string])[]): string[] => {
  const wide = Math.max(...rows.map(([first]) => first.length), 0)
  return rows.map(([first, second]) => `  ${first.padEnd(wide)}  ${second}`)
}

const everywhere = [
  ['--json', 'the data, in the API’s shapes'],
  ['--help', 'about a command'],
] as const

/** The help of all commands. */
export const overview = (commands: readonly Command[]): string[] => [
  'I Bemoan The State Of Computer Science',
  '',
  ...table(commands.map((command) => [usage(command).replace(' [options]', ''), command.summary])),
  '',
  ...table(everywhere),
  '',
  'It exits with 0 if it is done, 1 if it is refused or not there, 2 if we don’t understand it.',
]

/** The help of one command. */
export const commandHelp = (command: Command): string[] => [
  usage(command),
  '',
  command.summary,
  '',
  ...table([
    ...Object.entries(command.options ?? {}).map(
      ([name, { type, summary }]) => [`--${name}${type === 'string' ? ' <…>' : ''}`, summary] as const,
    ),
    ...everywhere,
  ]),
]
