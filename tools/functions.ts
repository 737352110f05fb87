// `npm run functions`: checks that db/functions/ and the migrations agree, and says what to run if they do not.
//   write           write the files from a migrated database
//   migrate <name>  write a migration that brings a database to the state of the files
// Works on a temporary database (started by tools/with-database.ts).
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { closePool, db } from '@/db'
import {
  changesBetween,
  type Definitions,
  definitionsFolder,
  definitionsIn,
  definitionsOf,
  differing,
} from '@/db/definitions'

/**
 * Returns the functions the database has now, and those it would have after running the files, as Postgres prints
 * them.
 */
async function compare(files: Definitions): Promise<{ has: Definitions; wants: Definitions }> {
  const has = await definitionsOf()
  let wants: Definitions = has
  await db()
    .transaction(async (tx) => {
      // Functions may call each other, so bodies cannot be checked before all of them exist; a migration says the same.
      await tx.execute(sql`set local check_function_bodies = off`)
      for (const statement of changesBetween(has, files)) await tx.execute(sql.raw(statement))
      wants = await definitionsOf(tx)
      tx.rollback()
    })
    .catch((error: unknown) => {
      if (wants === has) throw error
    })
  return { has, wants }
}

function write(definitions: Definitions): void {
  mkdirSync(definitionsFolder, { recursive: true })
  for (const name of readdirSync(definitionsFolder))
    if (!definitions.has(name)) rmSync(join(definitionsFolder, name))
  for (const [name, statement] of definitions) writeFileSync(join(definitionsFolder, name), statement)
}

/** Creates an empty migration with drizzle-kit, which maintains the journal. @returns its path */
function newMigration(name: string): string {
  const made = spawnSync('node_modules/.bin/drizzle-kit', ['generate', '--custom', `--name=${name}`], {
    encoding: 'utf8',
  })
  const path = /db\/migrations\/\d{4}_\w+\.sql/.exec(made.stdout)?.[0]
  if (made.status !== 0 || !path)
    throw new Error(`drizzle-kit made no migration: ${made.stdout}${made.stderr}`)
  return path
}

async function main([verb, name]: readonly string[]): Promise<number> {
  process.env.DATABASE_URL = process.env.TEST_DATABASE_URL
  if (verb === 'write') {
    write(await definitionsOf())
    return 0
  }
  const { has, wants } = await compare(definitionsIn())
  const files = differing(has, wants)
  if (verb === 'migrate') {
    if (!name || !/^[a-z][a-z0-9_]*$/.test(name)) {
      console.error('Usage: npm run functions -- migrate <name_of_the_migration>')
      return 2
    }
    if (files.length === 0) {
      console.log('The migrations already match db/functions/. No migration is needed.')
      return 0
    }
    const path = newMigration(name)
    const statements = ['SET LOCAL check_function_bodies = off;', ...changesBetween(has, wants)]
    writeFileSync(path, `${statements.join('\n--> statement-breakpoint\n')}\n`)
    write(wants)
    console.log(`${path}: ${files.join(', ')}`)
    return 0
  }
  if (files.length === 0) {
    console.log(`${has.size} functions and triggers match db/functions/.`)
    return 0
  }
  console.error(`The migrations differ from db/functions/: ${files.join(', ')}.`)
  console.error(
    'Files changed? npm run functions -- migrate <name>. Migrations changed? npm run functions -- write',
  )
  return 1
}

main(process.argv.slice(2))
  .finally(closePool)
  .then(
    (code) => process.exit(code),
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error)
      process.exit(1)
    },
  )
