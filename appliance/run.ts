import { basename } from 'node:path'
import { buildVerb } from './build/verb'
import { ConfigError } from './config/errors'
import { initialConfig } from './config/init'
import { configJsonSchema } from './config/json-schema'
import { parseConfig } from './config/parse'
import { resolve } from './config/resolve'
import type { Resolved } from './config/resolved'
import { didYouMean } from './config/suggest'
import { examineHost, examineImage, linesOf } from './doctor/doctor'
import { factsOf } from './host/facts'
import type { Host } from './host/host'
import { plannedFiles, valuesTable } from './plan/plan'
import { PreseedError } from './plan/preseed'

/** `say` is the result on stdout, `note` is talk on stderr. */
export type Voice = { say: (line: string) => void; note: (line: string) => void }

/** Wrong usage: exit code 2. */
export class UsageError extends Error {}

const defaultConfig = 'appliance.yaml'

type Verb = { does: string; run: (file: string, host: Host, voice: Voice) => Promise<number> }

/** Reads and resolves a config. @throws ConfigError, UsageError */
export async function load(file: string, host: Host): Promise<Resolved> {
  const text = await host.read(file)
  if (text === null)
    throw new UsageError(`There is no ${file}. \`npm run appliance -- init\` writes one to begin with.`)
  return resolve(parseConfig(text, file), await factsOf(host), file)
}

const exists = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EEXIST'

/** Everything that can be asked of the builder. */
export const verbs: Readonly<Record<string, Verb>> = {
  init: {
    does: 'writes a commented config',
    run: async (file, host, { note }) => {
      try {
        await host.write(file, initialConfig('www.example.org'))
      } catch (error) {
        if (!exists(error)) throw error
        throw new UsageError(`${file} is there already, and is left as it is.`)
      }
      note(`${file} is written. \`npm run appliance -- plan\` says what follows from it.`)
      return 0
    },
  },
  check: {
    does: 'says what is wrong with a config',
    run: async (file, host, { note }) => {
      plannedFiles((await load(file, host)).values, 'checked')
      note(`${file} is fine.`)
      return 0
    },
  },
  plan: {
    does: 'prints every value with where it came from, and what follows; touches nothing',
    run: async (file, host, { say }) => {
      const resolved = await load(file, host)
      const files = plannedFiles(resolved.values, '<nonce>')
      say(valuesTable(resolved))
      for (const [name, text] of Object.entries(files)) say(`\n--- ${name}\n${text.trimEnd()}`)
      return 0
    },
  },
  build: {
    does: 'makes an image with the distribution’s own installer, in a guest, as an ordinary user',
    run: async (file, host, voice) => buildVerb(await load(file, host), host, voice),
  },
  doctor: {
    does: 'looks at this machine as a host, or at a raw image, and says what is wrong and what cures it',
    run: async (file, host, { say }) => {
      const image = file !== defaultConfig
      const found = image ? await examineImage(file) : await examineHost(host)
      if (found.length === 0) say('Nothing here is of a kind that the doctor knows.')
      for (const one of found) for (const line of linesOf(one)) say(line)
      return found.some(({ level }) => level === 'bad') ? 1 : 0
    },
  },
  schema: {
    does: 'prints the JSON schema of a config, for editors',
    run: async (_, __, { say }) => {
      say(JSON.stringify(configJsonSchema(), null, 2))
      return 0
    },
  },
}

const usage = (): string =>
  [
    'Usage: npm run appliance -- <verb> [config, appliance.yaml unless told otherwise]',
    ...Object.entries(verbs).map(([name, { does }]) => `  ${name.padEnd(8)} ${does}`),
  ].join('\n')

/** Runs one verb. @returns the exit code */
export async function run(args: readonly string[], host: Host, voice: Voice): Promise<number> {
  const [name, file = defaultConfig, ...more] = args
  try {
    if (name === undefined) throw new UsageError(usage())
    const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined
    if (!verb)
      throw new UsageError(`There is no verb “${name}”.${didYouMean(name, Object.keys(verbs))}\n${usage()}`)
    if (more.length > 0) throw new UsageError(`${name} takes one config and nothing else.`)
    return await verb.run(file, host, voice)
  } catch (error) {
    if (error instanceof ConfigError || error instanceof UsageError) {
      voice.note(error.message)
      return 2
    }
    if (error instanceof PreseedError) {
      voice.note(`${file}: preseed: ${error.message}`)
      return 2
    }
    voice.note(`${basename(file)}: ${error instanceof Error ? error.message : String(error)}`)
    return 1
  }
}
