import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import type { Viewer } from '@/core/context'
import type { Role } from '@/core/vocabulary'
import { db } from '@/db'
import { setSetting } from '@/lib/setting'
import { createUser, hashPassword, issueToken, startSession } from '@/lib/user'
import { foldVotes } from '@/lib/vote'
import { indexWritten } from '../indexed'
import { aUser } from '../makers'
import type { TestServer } from '../server'

/** A user with a token for the API and a session for pages. */
export type Member = Viewer & { token: string; cookies: { session: string } }

export async function aMember(options: { role?: Role; ageDays?: number } = {}): Promise<Member> {
  // Similar handles are refused, and the makers count with letters and digits.
  const attempt = (left: number): Promise<Viewer> =>
    aUser(options).catch((error: unknown) => {
      if (left === 0) throw error
      return attempt(left - 1)
    })
  const viewer = await attempt(5)
  const session = await startSession(viewer.id, 'test')
  return { ...viewer, token: await issueToken(viewer.id, 'test'), cookies: { session } }
}

/** Creates a user who signs in with a password, without using up the sign-up limit. */
export async function aUserWithPassword(handle: string, password: string): Promise<{ id: number }> {
  const hashed = await hashPassword(password)
  assert.ok(hashed.ok)
  const made = await createUser(handle, hashed.value)
  assert.ok(made.ok, made.ok ? '' : made.message)
  return made.value
}

let count = 0
/** Returns a text that no other test posts. */
export const aText = (): string => {
  count += 1
  return `This machine is not right in the way numbered ${process.pid}-${count}-${Date.now()}.`
}

/** Turns rate limits on or off and waits until the server has noticed: until then it does not send their headers. */
export async function limits(server: TestServer, state: 'on' | 'off'): Promise<void> {
  await setSetting('rate-limits', state)
  for (let attempt = 0; attempt < 60; attempt += 1) {
    const answer = await server.send('GET', '/api/v1/mine')
    await answer.body?.cancel()
    if (answer.headers.has('ratelimit') === (state === 'on')) return
    await sleep(100)
  }
  assert.fail(`the server has not seen rate-limits ${state}`)
}

/** Returns a response's JSON, as the type that the caller expects. */
export const json = async <T>(answer: Response): Promise<T> => (await answer.json()) as T

export type Problem = {
  type: string
  title: string
  status: number
  detail: string
  errors?: { path: string; message: string }[]
  link?: string
}

/** Checks that a response is a problem document with this status, without internal details. */
export async function problem(answer: Response, status: number, what: string): Promise<Problem> {
  const text = await answer.text()
  assert.equal(answer.status, status, `${what}: ${text.slice(0, 300)}`)
  assert.equal(answer.headers.get('content-type'), 'application/problem+json', what)
  const found = JSON.parse(text) as Problem
  assert.equal(found.status, status, what)
  assert.ok(found.title && found.detail && found.type, what)
  assert.doesNotMatch(text, /\bat \S+ \(|node_modules|select .* from /i, `${what} shows the inside`)
  return found
}

/** Returns the stored counts of a bemoaning and the counts of its rows. */
export async function countsOf(id: number) {
  await foldVotes()
  const { rows } = await db().execute<{
    bemoan: number
    self: number
    rows: number
    b: number
    s: number
  }>(sql`
    select r.bemoan + r.light_bemoan as bemoan, r.self_inflicted + r.light_self as self,
      (select count(*)::int from votes where bemoaning_id = r.id) as rows,
      (select count(*)::int from votes where bemoaning_id = r.id and kind = 'bemoan') as b,
      (select count(*)::int from votes where bemoaning_id = r.id and kind = 'self_inflicted') as s
    from bemoaning_ranks r where r.id = ${id}`)
  const [row] = rows
  assert.ok(row)
  const { b, s, ...stored } = row
  assert.deepEqual([stored.bemoan, stored.self], [b, s], 'stored counts equal the rows')
  return stored
}

/**
 * Returns a digest of every table, to show that nothing was written: except the counters of rate limits, used nonces,
 * and what the server folds, learns or sends by itself.
 */
export async function snapshot(): Promise<Record<string, string>> {
  await indexWritten()
  const { rows } = await db().execute<{ name: string }>(
    sql`select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' and table_name not in ('rate_limits', 'ssh_challenges', 'stat_deltas', 'tag_deltas', 'stat_totals', 'search_words', 'search_unlearnt', 'search_changes')`,
  )
  // One statement: the tests of all actions take hundreds of these.
  const digest = (name: string) =>
    sql`select ${name}::text as name, coalesce(md5(string_agg(md5(r), '' order by md5(r))), '') as digest
          from (select (to_jsonb(t) - 'told' - ${name === 'tags' ? 'count' : ''}::text)::text as r from ${sql.identifier(name)} t) rows`
  const found = await db().execute<{ name: string; digest: string }>(
    sql.join(
      rows.map(({ name }) => digest(name)),
      sql` union all `,
    ),
  )
  return Object.fromEntries(found.rows.map(({ name, digest }) => [name, digest]))
}

/** Runs work over a list, with this many calls at once. */
export async function inParallel<T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = []
  let next = 0
  const worker = async () => {
    for (let index = next; index < items.length; index = next) {
      next += 1
      results[index] = await work(items[index] as T, index)
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker))
  return results
}

/** Splits a text into words, each a case. */
export const cases = (text: string): [what: string][] =>
  text
    .trim()
    .split(/\s+/)
    .map((word) => [word])

/** Checks every case, and fails with all errors rather than the first. */
export async function each<C extends readonly [what: string, ...rest: unknown[]]>(
  cases: readonly Readonly<C>[],
  check: (...one: Readonly<C>) => void | Promise<void>,
): Promise<void> {
  const failures: string[] = []
  for (const one of cases) {
    try {
      await check(...one)
    } catch (error) {
      const [line = ''] = (error as Error).message.split('\n\n')
      const { actual, expected } = error as { actual?: unknown; expected?: unknown }
      failures.push(
        `${one[0]}: ${line} [${String(actual).slice(0, 200)} not ${String(expected).slice(0, 100)}]`,
      )
    }
  }
  assert.deepEqual(failures, [])
}

/** Returns a page's text with its entities resolved, to search it for user input. */
export const plain = (html: string): string =>
  html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replace(/&#x27;|&apos;/g, "'")
    .replaceAll('&amp;', '&')

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
