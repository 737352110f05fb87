import { argumentsOf, options } from './arguments'
import { commands, type Outcome } from './commands'
import { ConfigError } from './config/errors'
import { didYouMean } from './config/suggest'
import { errorText } from './host/error-text'
import { type Host, UnreadableError, type Voice } from './host/host'
import { UsageError } from './load'

const usage = (): string =>
  [
    'Usage: npm run appliance -- <command> [config, default: appliance.yaml] [options]',
    ...Object.entries(commands).map(([name, { does }]) => `  ${name.padEnd(8)} ${does}`),
    'Options:',
    ...Object.entries(options).map(
      ([name, { value = '', does }]) => `  ${`${name} ${value}`.padEnd(17)} ${does}`,
    ),
  ].join('\n')

/** Returns an error as the exit code, the message and the result of a verb. */
function outcomeOf(error: unknown, name: string): Outcome & { message: string } {
  if (error instanceof ConfigError)
    return { code: 2, message: error.message, result: { complaints: error.placed } }
  if (error instanceof UsageError)
    return { code: 2, message: error.message, result: { error: error.message } }
  const text = error instanceof UnreadableError ? error.message : errorText(error)
  return { code: 1, message: `${name}: ${text}`, result: { error: text } }
}

/** Runs one command. @returns the exit code */
export async function run(args: readonly string[], host: Host, voice: Voice): Promise<number> {
  const [name, ...typed] = args
  const json = typed.includes('--json')
  let outcome: Outcome
  try {
    if (name === undefined) throw new UsageError(usage())
    if (args.some((arg) => /^(-h|(--)?help)$/.test(arg))) {
      voice.say(usage())
      return 0
    }
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined
    if (!command)
      throw new UsageError(`Unknown command “${name}”.${didYouMean(name, Object.keys(commands))}\n${usage()}`)
    const read = argumentsOf(typed, host.env('INIT_CWD'))
    if (read.more.length > (command.takes ? 1 : 0))
      throw new UsageError(
        `${name} takes only ${command.takes ?? (name === 'doctor' ? 'a config or a raw image' : 'one config')}.`,
      )
    outcome = await command.run({ ...read, host, voice: json ? { ...voice, say: () => {} } : voice })
  } catch (error) {
    const { message, ...failed } = outcomeOf(error, name ?? '')
    voice.note(message)
    outcome = failed
  }
  const { code, result } = outcome
  if (json) voice.say(JSON.stringify({ verb: name, ok: code === 0, exit: code, ...result }))
  return code
}
