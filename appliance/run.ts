import { spawnSync } from 'node:child_process'
import { basename, join } from 'node:path'
import { compareImages } from './build/compare'
import { buildVerb } from './build/verb'
import { ConfigError } from './config/errors'
import { initialConfig } from './config/init'
import { configJsonSchema } from './config/json-schema'
import { parseConfig } from './config/parse'
import { resolve } from './config/resolve'
import type { Resolved } from './config/resolved'
import { didYouMean } from './config/suggest'
import { deployVerb, rollbackVerb } from './deploy/verb'
import { examineHost, examineImage, linesOf } from './doctor/doctor'
import { factsOf } from './host/facts'
import type { Host } from './host/host'
import { latestBuild, testVerb } from './lab/verb'
import { plannedFiles, valuesTable } from './plan/plan'
import { PreseedError } from './plan/preseed'

/** `say` is the result on stdout, `note` is talk on stderr. */
export type Voice = { say: (line: string) => void; note: (line: string) => void }

/** Wrong usage: exit code 2. */
export class UsageError extends Error {}

const defaultConfig = 'appliance.yaml'

type Verb = {
  does: string
  /** What it takes besides a config; left out, nothing. */
  takes?: string
  run: (file: string, host: Host, voice: Voice, more: readonly string[]) => Promise<number>
}

const cacheOf = (host: Host): string =>
  join(host.env('XDG_CACHE_HOME') || join(host.home(), '.cache'), 'ibtsocs-appliance')

/** The folder of the latest build of a config. @throws UsageError while there is none */
async function latest(file: string, host: Host): Promise<string> {
  const { name } = (await load(file, host)).values
  const folder = await latestBuild(name)
  if (!folder)
    throw new UsageError(`Nothing of ${name} is built. \`npm run appliance -- build ${file}\` does it.`)
  return folder
}

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
    run: async (file, host, voice) => buildVerb(await load(file, host), cacheOf(host), voice),
  },
  test: {
    does: 'starts copies of the latest build in a network without a way out, and tries everything in them',
    run: async (file, host, { note }) => testVerb(await load(file, host), cacheOf(host), note),
  },
  run: {
    does: 'starts the latest build on a copy that is thrown away',
    run: async (file, host) =>
      spawnSync(join(await latest(file, host), 'run-qemu'), { stdio: 'inherit' }).status ?? 1,
  },
  deploy: {
    does: 'puts the latest build on the target’s other system disk and boots it; back by itself unless it comes up',
    run: async (file, host, { note }) => deployVerb(await load(file, host), cacheOf(host), note),
  },
  rollback: {
    does: 'boots the target’s system disk from before the last deployment',
    run: async (file, host, { note }) => rollbackVerb(await load(file, host), cacheOf(host), note),
  },
  logs: {
    does: 'prints the installer’s log of the latest build, or of the one that failed since',
    run: async (file, host, { say, note }) => {
      const { name } = (await load(file, host)).values
      const failed = `out/${name}-failed/installer.log`
      const log =
        (await host.read(failed)) === null ? join(await latest(file, host), 'installer.log') : failed
      note(log)
      say((await host.read(log)) ?? '')
      return 0
    },
  },
  diff: {
    does: 'says which packages and files two raw images differ in',
    takes: 'A.raw B.raw',
    run: async (a, _, { say, note }, [b]) => {
      if (!b) throw new UsageError('diff takes two raw images.')
      const { packages, files } = await compareImages(a, b)
      for (const line of packages) say(`package ${line}`)
      for (const line of files) say(`file    ${line}`)
      note(`${packages.length} packages and ${files.length} files differ`)
      return packages.length + files.length > 0 ? 1 : 0
    },
  },
  doctor: {
    does: 'looks at this machine as a host, or at a raw image, and says what is wrong and what cures it',
    run: async (file, host, { say }) => {
      const image = !/\.ya?ml$/.test(file)
      const found = image ? await examineImage(file) : await examineHost(host)
      if (found.length === 0)
        say('Nothing of Xen, LVM or a bridge is here, and that is what the doctor knows of a host.')
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
    if (more.length > (verb.takes ? 1 : 0))
      throw new UsageError(`${name} takes ${verb.takes ?? 'one config and nothing else'}.`)
    return await verb.run(file, host, voice, more)
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
