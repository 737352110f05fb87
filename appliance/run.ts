import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ConfigError } from './config/errors'
import { initialConfig } from './config/init'
import { configJsonSchema } from './config/json-schema'
import { counted } from './config/sentences'
import { didYouMean } from './config/suggest'
import { deployCommand, rollbackCommand } from './deploy/command'
import { examineHost, examineImage, linesOf } from './doctor/doctor'
import { errorText } from './host/error-text'
import { type Host, UnreadableError, type Voice } from './host/host'
import { interruptible } from './host/interrupt'
import { imageFault } from './image/format'
import { testCommand } from './lab/command'
import { load, loadBuilt, UsageError } from './load'
import { buildCommand } from './make/command'
import { compareImages } from './make/compare'
import { builtFolder } from './make/latest'
import { plannedFiles, valuesTable } from './plan/plan'
import { targets } from './targets/registry'

const defaultConfig = 'appliance.yaml'

type Command = {
  does: string
  /** Its argument besides a config; left out, there is none. */
  takes?: string
  run: (file: string, host: Host, voice: Voice, more: readonly string[]) => Promise<number>
}

const cacheOf = (host: Host): string =>
  join(host.env('XDG_CACHE_HOME') || join(host.home(), '.cache'), 'ibtsocs-appliance')

/** Returns the folder of the latest build of a config. @throws UsageError if there is none */
const latest = async (file: string, host: Host): Promise<string> =>
  builtFolder((await loadBuilt(file, host)).values.name, file)

/** @throws UsageError if a file is not a raw image */
async function rawImage(path: string): Promise<void> {
  const fault = await imageFault(path)
  if (fault) throw new UsageError(fault)
}

const exists = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EEXIST'

/** All commands of the builder. */
export const commands: Readonly<Record<string, Command>> = {
  init: {
    does: 'writes a commented config',
    run: async (file, host, { note }) => {
      try {
        await host.write(file, initialConfig('www.example.org'))
      } catch (error) {
        if (exists(error))
          throw new UsageError(`${file} already exists, and init doesn’t overwrite it. Name another file.`)
        // It is written under a temporary name first, which the user need not see.
        throw new UsageError(errorText(error).replace(/\.[0-9a-f]{12}\.part/, ''))
      }
      note(
        `Wrote ${file}. Run \`npm run appliance -- plan${file === defaultConfig ? '' : ` ${file}`}\` to see what it leads to.`,
      )
      return 0
    },
  },
  check: {
    does: 'lists the mistakes in a config',
    run: async (file, host, { note }) => {
      plannedFiles((await load(file, host)).values, 'checked')
      note(`${file} is fine.`)
      return 0
    },
  },
  plan: {
    does: 'prints every value with its origin, and the files that follow; changes nothing',
    run: async (file, host, { say }) => {
      const resolved = await load(file, host)
      const files = plannedFiles(resolved.values, '<nonce>')
      say(valuesTable(resolved))
      for (const [name, text] of Object.entries(files)) say(`\n--- ${name}\n${text.trimEnd()}`)
      return 0
    },
  },
  build: {
    does: 'builds an image with the distribution’s own installer, in a guest, without root',
    run: async (file, host, voice) => buildCommand(await load(file, host), cacheOf(host), voice),
  },
  test: {
    does: 'tests copies of the latest build, in a network without a way out',
    run: async (file, host, { note }) => {
      const resolved = await loadBuilt(file, host)
      return testCommand(resolved, await builtFolder(resolved.values.name, file), cacheOf(host), note)
    },
  },
  run: {
    does: 'starts a throwaway copy of the latest build',
    run: async (file, host) => {
      const { status, error } = spawnSync(join(await latest(file, host), 'run-qemu'), { stdio: 'inherit' })
      if (error) throw error
      return status ?? 1
    },
  },
  deploy: {
    does: 'boots the latest build on the target’s other system disk; goes back by itself if it doesn’t come up',
    run: async (file, host, { note }) => deployCommand(await loadBuilt(file, host), cacheOf(host), note),
  },
  rollback: {
    does: 'boots the system disk that ran before the last deployment',
    run: async (file, host, { note }) => rollbackCommand(await loadBuilt(file, host), note),
  },
  logs: {
    does: 'prints the installer’s log of the latest build, or of one that failed since',
    run: async (file, host, { say, note }) => {
      const { name } = (await loadBuilt(file, host)).values
      const failed = `out/${name}-failed/installer.log`
      const log =
        (await host.read(failed)) === null ? join(await latest(file, host), 'installer.log') : failed
      note(log)
      say((await host.read(log)) ?? '')
      return 0
    },
  },
  diff: {
    does: 'lists the packages and files that differ between two raw images',
    takes: 'A.raw B.raw',
    run: async (a, _, { say, note }, [b]) => {
      if (!b) throw new UsageError('diff needs two raw images.')
      for (const image of [a, b]) await rawImage(image)
      const { packages, files } = await interruptible((signal) => compareImages(a, b, signal))
      for (const line of packages) say(`package ${line}`)
      for (const line of files) say(`file    ${line}`)
      note(
        `${counted(packages.length, 'package', 'packages')} and ${counted(files.length, 'file', 'files')} differ`,
      )
      return packages.length + files.length > 0 ? 1 : 0
    },
  },
  doctor: {
    does: 'checks this machine as a host, or a raw image, and says how to fix what it finds',
    run: async (file, host, { say }) => {
      const image = !/\.ya?ml$/.test(file)
      if (image) await rawImage(file)
      const found = image ? await examineImage(file) : await examineHost(host)
      if (found.length === 0)
        say(
          `The doctor found nothing to check here. It knows ${[...targets.map(({ title }) => title), 'LVM'].join(', ')}, bridges and the clock.`,
        )
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
    'Usage: npm run appliance -- <command> [config, default: appliance.yaml]',
    ...Object.entries(commands).map(([name, { does }]) => `  ${name.padEnd(8)} ${does}`),
  ].join('\n')

/** Runs one command. @returns the exit code */
export async function run(args: readonly string[], host: Host, voice: Voice): Promise<number> {
  const [name, file = defaultConfig, ...more] = args
  try {
    if (name === undefined) throw new UsageError(usage())
    if (args.some((arg) => /^(-h|(--)?help)$/.test(arg))) {
      voice.say(usage())
      return 0
    }
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined
    if (!command)
      throw new UsageError(`Unknown command “${name}”.${didYouMean(name, Object.keys(commands))}\n${usage()}`)
    if (more.length > (command.takes ? 1 : 0))
      throw new UsageError(
        `${name} takes only ${command.takes ?? (name === 'doctor' ? 'a config or a raw image' : 'one config')}.`,
      )
    return await command.run(file, host, voice, more)
  } catch (error) {
    if (error instanceof ConfigError || error instanceof UsageError) {
      voice.note(error.message)
      return 2
    }
    voice.note(`${name}: ${error instanceof UnreadableError ? error.message : errorText(error)}`)
    return 1
  }
}
