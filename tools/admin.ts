import { existsSync } from 'node:fs'
import { databaseEnv, EnvError, readEnv } from '@/core/env'
import { siteOrigin } from '@/core/origin'
import { closePool } from '@/db'
import { startEmbedded } from '@/db/embedded'
import { migrateDatabase } from '@/db/migrate'
import { writeTags } from '@/lib/starter'
import { UsageError } from './admin/arguments'
import { commands } from './admin/commands'

/** Connects to the site's database. An embedded one that is not running is started for the duration. */
async function withDatabase(mayBegin: boolean, work: () => Promise<number>): Promise<number> {
  const env = readEnv()
  // Otherwise a mistyped folder would get a new database, and the command would report on that.
  if (!env.databaseUrl && process.env.IBTSOCS_DATA && !mayBegin && !existsSync(env.dataDir))
    throw new EnvError(`IBTSOCS_DATA is ${JSON.stringify(env.dataDir)}, but that folder doesn’t exist.`)
  const embedded = env.databaseUrl ? null : await startEmbedded(env.dataDir)
  if (embedded) process.env.DATABASE_URL = embedded.url
  process.env.SITE_ORIGIN = siteOrigin(env, env.port)
  try {
    await migrateDatabase(databaseEnv().directUrl)
    await writeTags()
    return await work()
  } finally {
    await closePool()
    // An adopted database belongs to the running site.
    if (embedded && !embedded.adopted) await embedded.stop()
  }
}

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

async function main(): Promise<number> {
  const args = process.argv.slice(2)
  const json = args.includes('--json')
  const [name, ...rest] = args.filter((arg) => arg !== '--json')
  const command = commands.find((entry) => entry.name === name)
  if (!command) {
    const lines = commands.flatMap(({ usage }) => usage.map(([form, does]) => `  ${form.padEnd(56)} ${does}`))
    const asked = name === undefined || /^(-h|(--)?help)$/.test(name)
    if (!asked) console.error(`Unknown command ${name}.`)
    console.error(`Usage: npm run admin -- …\n${lines.join('\n')}`)
    return asked ? 0 : 2
  }
  const voice = { json, say, note: (line: string) => console.error(line) }
  return command.alone
    ? command.run(rest, voice)
    : withDatabase(command.begins ?? false, () => command.run(rest, voice))
}

main().then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    if (error instanceof Unread) return
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = error instanceof UsageError || error instanceof EnvError ? 2 : 1
  },
)
