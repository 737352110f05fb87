import { join } from 'node:path'
import type { Arguments } from './arguments'
import { initialConfig } from './config/init'
import { configJsonSchema } from './config/json-schema'
import type { Resolved } from './config/resolved'
import { counted } from './config/sentences'
import { deployCommand, rollbackCommand } from './deploy/command'
import { lifeCommand, lifeVerbs } from './deploy/life'
import { examineHost, examineImage, linesOf } from './doctor/doctor'
import { errorText } from './host/error-text'
import { cacheFolder, type Host, type Voice } from './host/host'
import { interruptible } from './host/interrupt'
import { launchSync } from './host/programs'
import { imageFault } from './image/format'
import { testCommand } from './lab/command'
import { load, loadAll, loadAllBuilt, loadBuilt, UsageError } from './load'
import { buildCommand } from './make/command'
import { compareImages } from './make/compare'
import { builtFolder } from './make/latest'
import { plannedFiles, valuesTable } from './plan/plan'
import { targets } from './targets/registry'
import type { LifeVerb } from './targets/target'

/** A call of a verb. */
export type Call = Arguments & { host: Host; voice: Voice }

/** The exit code of a verb, and its result for `--json`. */
export type Outcome = { code: number; result?: Readonly<Record<string, unknown>> }

/** A verb of the builder. */
export type Command = {
  does: string
  /** Its argument besides a config; left out, there is none. */
  takes?: string
  run: (call: Call) => Promise<Outcome>
}

/** Returns the folder of the latest build of a config. @throws UsageError if there is none */
const latest = async ({ asked, host, out }: Call): Promise<string> =>
  builtFolder((await loadBuilt(asked, host)).values.name, asked.file, out)

/** @throws UsageError if a file is not a raw image */
async function rawImage(path: string): Promise<void> {
  const fault = await imageFault(path)
  if (fault) throw new UsageError(fault)
}

const exists = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EEXIST'

const plan = ({ values }: Resolved, nonce: string): Record<string, string> => plannedFiles(values, nonce)

/** Builds one image after the other. A failed one doesn't stop the others, but an interrupt does. */
async function buildAll(all: readonly Resolved[], { host, voice, out }: Call): Promise<Outcome> {
  const images: { name: string; folder: string | null }[] = []
  for (const one of all) {
    const { name } = one.values
    if (all.length > 1) voice.note(`\n${name}:`)
    const { folder, interrupted } = await buildCommand(one, { cache: cacheFolder(host), out }, voice)
    images.push({ name, folder })
    if (interrupted) break
  }
  const done = images.filter(({ folder }) => folder !== null).length
  if (all.length > 1) voice.note(`\n${done} of ${counted(all.length, 'image', 'images')} built.`)
  return { code: done === all.length ? 0 : 1, result: { images } }
}

/** All verbs of the builder. */
export const commands: Readonly<Record<string, Command>> = {
  init: {
    does: 'writes a commented config',
    run: async ({ asked: { file }, given, host, voice }) => {
      try {
        await host.write(file, initialConfig('www.example.org'))
      } catch (error) {
        if (exists(error))
          throw new UsageError(`${file} already exists, and init doesn’t overwrite it. Name another file.`)
        // It is written under a temporary name first, which the user need not see.
        throw new UsageError(errorText(error).replace(/\.[0-9a-f]{12}\.part/, ''))
      }
      voice.note(
        `Wrote ${file}. Run \`npm run appliance -- plan${given ? ` ${file}` : ''}\` to see what it leads to.`,
      )
      return { code: 0, result: { file } }
    },
  },
  check: {
    does: 'lists the mistakes in a config',
    run: async ({ asked, host, voice }) => {
      const all = await loadAll(asked, host)
      for (const one of all) plan(one, 'checked')
      voice.note(`${asked.file} is fine.`)
      return { code: 0, result: { complaints: [], guests: all.map(({ values }) => values.name) } }
    },
  },
  plan: {
    does: 'prints every value with its origin, and the files that follow; changes nothing',
    run: async ({ asked, host, voice: { say } }) => {
      const guests = (await loadAll(asked, host)).map((one) => ({ ...one, files: plan(one, '<nonce>') }))
      for (const { files, ...one } of guests) {
        if (guests.length > 1) say(`\n=== ${one.values.name}`)
        say(valuesTable(one))
        for (const [name, text] of Object.entries(files)) say(`\n--- ${name}\n${text.trimEnd()}`)
      }
      return { code: 0, result: { guests } }
    },
  },
  build: {
    does: 'builds an image with the distribution’s own installer, in a guest, without root',
    run: async (call) => {
      const { asked, all, host } = call
      return buildAll(all ? await loadAll(asked, host) : [await load(asked, host)], call)
    },
  },
  test: {
    does: 'tests copies of the latest build, in a network without a way out',
    run: async (call) => {
      const { asked, host, voice } = call
      const folder = await latest(call)
      const code = await testCommand(await loadBuilt(asked, host), folder, cacheFolder(host), voice.note)
      return { code, result: { folder } }
    },
  },
  run: {
    does: 'starts a throwaway copy of the latest build',
    run: async (call) => {
      const folder = await latest(call)
      const { accelerator, why } = await call.host.accelerator()
      if (accelerator === 'tcg') call.voice.note(`${why} The guest is emulated, several times slower.`)
      const { status, error } = launchSync(join(folder, 'run-qemu'), [], {
        stdio: 'inherit',
        env: { ...process.env, ACCEL: accelerator },
      })
      if (error) throw error
      return { code: status ?? 1 }
    },
  },
  deploy: {
    does: 'boots the latest build on the target’s other system disk; goes back by itself if it doesn’t come up',
    run: async ({ asked, host, out, voice }) => ({
      code: await deployCommand(await loadBuilt(asked, host), cacheFolder(host), out, voice.note),
    }),
  },
  rollback: {
    does: 'boots the system disk that ran before the last deployment',
    run: async ({ asked, host, voice }) => ({
      code: await rollbackCommand(await loadBuilt(asked, host), voice.note),
    }),
  },
  ...(Object.fromEntries(
    (Object.keys(lifeVerbs) as LifeVerb[]).map((verb): [string, Command] => [
      verb,
      {
        does: lifeVerbs[verb].does,
        run: async ({ asked, host, yes, voice }) =>
          lifeCommand(verb, (await loadBuilt(asked, host)).values, yes, voice),
      },
    ]),
  ) as Readonly<Record<LifeVerb, Command>>),
  logs: {
    does: 'prints the installer’s log of the latest build, or of one that failed since',
    run: async (call) => {
      const { asked, host, out, voice } = call
      const { name } = (await loadBuilt(asked, host)).values
      const failed = join(out, `${name}-failed`, 'installer.log')
      const file = (await host.read(failed)) === null ? join(await latest(call), 'installer.log') : failed
      voice.note(file)
      const text = (await host.read(file)) ?? ''
      voice.say(text)
      return { code: 0, result: { file, text } }
    },
  },
  diff: {
    does: 'lists the packages and files that differ between two raw images',
    takes: 'A.raw B.raw',
    run: async ({ asked: { file: a }, more: [b], voice: { say, note } }) => {
      if (!b) throw new UsageError('diff needs two raw images.')
      for (const image of [a, b]) await rawImage(image)
      const { packages, files } = await interruptible((signal) => compareImages(a, b, signal))
      for (const line of packages) say(`package ${line}`)
      for (const line of files) say(`file    ${line}`)
      note(
        `${counted(packages.length, 'package', 'packages')} and ${counted(files.length, 'file', 'files')} differ`,
      )
      return { code: packages.length + files.length > 0 ? 1 : 0, result: { packages, files } }
    },
  },
  doctor: {
    does: 'checks this machine as a host, or a raw image, and says how to fix what it finds',
    run: async ({ asked, given, host, voice: { say } }) => {
      const image = given && !/\.ya?ml$/.test(asked.file)
      if (image) await rawImage(asked.file)
      else if (given) await loadAllBuilt(asked, host)
      const found = image ? await examineImage(asked.file) : await examineHost(host)
      if (found.length === 0)
        say(
          `The doctor found nothing to check here. It knows ${[...targets.map(({ title }) => title), 'LVM'].join(', ')}, bridges and the clock.`,
        )
      for (const one of found) for (const line of linesOf(one)) say(line)
      return { code: found.some(({ level }) => level === 'bad') ? 1 : 0, result: { findings: found } }
    },
  },
  schema: {
    does: 'prints the JSON schema of a config, for editors',
    run: async ({ voice: { say } }) => {
      const schema = configJsonSchema()
      say(JSON.stringify(schema, null, 2))
      return { code: 0, result: { schema } }
    },
  },
}
