import { closePool } from '@/db'
import { startEmbedded } from '@/db/embedded'
import { migrateDatabase } from '@/db/migrate'
import { writeTags } from '@/db/seed'
import { EnvError, readEnv } from '@/lib/env'
import { siteOrigin } from '@/lib/origin'
import { commands, UsageError } from './admin/commands'

/** Connects to the site's database, wherever it is; an embedded one that nobody runs is run meanwhile. */
async function withDatabase(work: () => Promise<number>): Promise<number> {
  const env = readEnv()
  const embedded = env.databaseUrl ? null : await startEmbedded(env.dataDir)
  if (embedded) process.env.DATABASE_URL = embedded.url
  process.env.SITE_ORIGIN = siteOrigin(env, env.port)
  try {
    await migrateDatabase(process.env.DATABASE_URL ?? '')
    await writeTags()
    return await work()
  } finally {
    await closePool()
    // One that was running already belongs to the site.
    if (embedded && !embedded.adopted) await embedded.stop()
  }
}

async function main(): Promise<number> {
  const args = process.argv.slice(2)
  const json = args.includes('--json')
  const [name, ...rest] = args.filter((arg) => arg !== '--json')
  const command = commands.find((entry) => entry.name === name)
  if (!command) {
    const usage = commands.map((entry) => `  ${entry.usage.padEnd(58)} ${entry.does}`).join('\n')
    console.error(`Usage: npm run admin -- …\n${usage}`)
    return name === undefined || name === 'help' ? 0 : 2
  }
  return withDatabase(() =>
    command.run(rest, { json, say: (line) => console.log(line), note: (line) => console.error(line) }),
  )
}

main().then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = error instanceof UsageError || error instanceof EnvError ? 2 : 1
  },
)
