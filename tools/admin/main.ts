import { EnvError } from '@/core/env'
import { operatorSentence } from '@/core/operator-sentence'
import { askFirst } from './confirm'
import type { Form } from './form'
import { helpOf, helpOfAll } from './help'
import { parseCall, UsageError } from './parse'
import { withDatabase } from './site'

/** Thrown when stdout is closed, as by `| head`: stop without a message. */
class Unread extends Error {}

let unread = false
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  unread = true
})

const say = (line: string): void => {
  if (unread) throw new Unread()
  process.stdout.write(`${line}\n`)
}

async function main(forms: readonly Form[], begun: () => Promise<void>): Promise<number> {
  const call = parseCall(process.argv.slice(2), forms)
  if (call.help) {
    say(call.forms === forms ? helpOfAll(forms) : helpOf(call.forms))
    return 0
  }
  const { form, args, given, json, yes } = call
  const voice = {
    json,
    say,
    note: (line: string) => console.error(line),
    confirm: yes ? async () => {} : askFirst,
  }
  const run = () => form.run(args, given, voice)
  return form.needs === 'nothing' ? run() : withDatabase(form.needs, run, begun)
}

/**
 * Runs the command that this process was started with, and sets its exit code.
 * @param begun what follows when a command has made the tables of an empty database
 */
export const runAdmin = (forms: readonly Form[], begun: () => Promise<void>): Promise<void> =>
  main(forms, begun).then(
    (code) => {
      process.exitCode = code
    },
    (error: unknown) => {
      if (error instanceof Unread) return
      console.error(operatorSentence(error))
      process.exitCode = error instanceof UsageError || error instanceof EnvError ? 2 : 1
    },
  )
