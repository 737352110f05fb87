import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { type Connection, db } from '.'

/** The functions and triggers of a database or a folder: file name to the statement that creates it. */
export type Definitions = ReadonlyMap<string, string>

/** The folder with one file per function or trigger, as Postgres prints it. */
export const definitionsFolder = join('db', 'functions')

/** The file name of a trigger: `votes.count_votes.trigger.sql`. */
const triggerFile = /^(?<table>\w+)\.(?<name>\w+)\.trigger\.sql$/

/** Returns all our functions and triggers in a database, from `pg_get_functiondef` and `pg_get_triggerdef`. */
export async function definitionsOf(connection: Connection = db()): Promise<Definitions> {
  const { rows } = await connection.execute<{ file: string; statement: string }>(sql`
    select p.proname || '.sql' as file, pg_get_functiondef(p.oid) as statement
      from pg_proc p
     where p.pronamespace = 'public'::regnamespace and p.prokind = 'f'
       and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e')
    union all
    select c.relname || '.' || t.tgname || '.trigger.sql', pg_get_triggerdef(t.oid)
      from pg_trigger t join pg_class c on c.oid = t.tgrelid
     where not t.tgisinternal and c.relnamespace = 'public'::regnamespace
     order by 1`)
  const definitions = new Map(rows.map(({ file, statement }) => [file, `${statement.trim()};\n`]))
  if (definitions.size < rows.length) throw new Error('two functions share a name; give each its own')
  return definitions
}

/** Reads the same from the files of a folder. */
export const definitionsIn = (folder = definitionsFolder): Definitions =>
  new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith('.sql'))
      .sort()
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  )

/** Returns the statement that drops a function or trigger. @param statement content of its file */
export function dropOf(file: string, statement: string): string {
  const trigger = triggerFile.exec(file)?.groups
  if (trigger) return `DROP TRIGGER ${trigger.name} ON ${trigger.table};`
  const signature = /^CREATE OR REPLACE FUNCTION (?:public\.)?(\w+\([^)]*\))/i.exec(statement)?.[1]
  if (!signature) throw new Error(`${file} creates no function`)
  return `DROP FUNCTION ${signature.replace(/ DEFAULT [^,)]+/gi, '')};`
}

/** Returns the sorted file names whose definitions differ or exist on one side only. */
export const differing = (from: Definitions, to: Definitions): string[] =>
  [...new Set([...from.keys(), ...to.keys()])].filter((file) => from.get(file) !== to.get(file)).sort()

/**
 * Returns the statements that migrate one set of definitions to another: removed ones are dropped, triggers first;
 * functions are replaced in place; a changed trigger is dropped and recreated.
 */
export function changesBetween(from: Definitions, to: Definitions): string[] {
  const files = differing(from, to)
  const isTrigger = (file: string) => triggerFile.test(file)
  const dropped = files
    .filter((file) => from.has(file) && (!to.has(file) || isTrigger(file)))
    .sort((a, b) => Number(isTrigger(b)) - Number(isTrigger(a)))
    .map((file) => dropOf(file, from.get(file) ?? ''))
  const made = files
    .filter((file) => to.has(file))
    .sort((a, b) => Number(isTrigger(a)) - Number(isTrigger(b)))
    .map((file) => (to.get(file) ?? '').trim())
  return [...dropped, ...made]
}
