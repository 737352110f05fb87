import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { type Connection, db } from '.'

/** The functions and triggers of a database or a folder: names of files, and the statement that makes each. */
export type Definitions = ReadonlyMap<string, string>

/** Where they are kept, each in a file of its own, as Postgres writes it. */
export const definitionsFolder = join('db', 'functions')

/** The file of a trigger: `votes.count_votes.trigger.sql`. */
const triggerFile = /^(?<table>\w+)\.(?<name>\w+)\.trigger\.sql$/

/** Every function and trigger of ours that a database has, as `pg_get_functiondef` and `pg_get_triggerdef` give them. */
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
  if (definitions.size < rows.length) throw new Error('two functions have one name; give each its own')
  return definitions
}

/** The same from the files of a folder. */
export const definitionsIn = (folder = definitionsFolder): Definitions =>
  new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith('.sql'))
      .sort()
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  )

/** The statement that takes what a file made out of a database. @param statement what the file held */
export function dropOf(file: string, statement: string): string {
  const trigger = triggerFile.exec(file)?.groups
  if (trigger) return `DROP TRIGGER ${trigger.name} ON ${trigger.table};`
  const signature = /^CREATE OR REPLACE FUNCTION (?:public\.)?(\w+\([^)]*\))/i.exec(statement)?.[1]
  if (!signature) throw new Error(`${file} makes no function`)
  return `DROP FUNCTION ${signature.replace(/ DEFAULT [^,)]+/gi, '')};`
}

/** The names that two sets of definitions do not have alike, in order. */
export const differing = (from: Definitions, to: Definitions): string[] =>
  [...new Set([...from.keys(), ...to.keys()])].filter((file) => from.get(file) !== to.get(file)).sort()

/**
 * The statements that bring a database from one set of definitions to another: what is gone is dropped, triggers first;
 * functions are replaced in place; a changed trigger is dropped and made anew.
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
