// Runs a command with a throwaway Postgres, whose template has the schema, in its TEST_DATABASE_URL.
import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded } from '@/db/embedded'
import { removeDataFolder } from '@/db/embedded/remove'
import { migrateDatabase } from '@/db/migrate'

async function main(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'ibtsocs-test-'))
  const database = await startEmbedded(folder)
  try {
    await migrateDatabase(database.url)
    const [command = '', ...args] = process.argv.slice(2)
    const env = {
      ...process.env,
      TEST_DATABASE_URL: database.url,
      AUTH_SECRET: 'a secret that only the tests know, 1234',
      IBTSOCS_DATA: folder,
      // Tests run several sites at once; those of ssh choose a port.
      SSH_PORT: '0',
    }
    const child = spawn(command, args, { stdio: 'inherit', env })
    return await new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)))
  } finally {
    await database.stop()
    removeDataFolder(folder)
  }
}

main().then((code) => process.exit(code))
