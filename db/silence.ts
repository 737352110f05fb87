import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { databaseEnv } from '@/core/env'
import { processWide } from '@/core/process-wide'

/** Milliseconds without an answer after which we find out whether the database still answers at all. */
const suspicious = 1_500
/** Milliseconds in which a new connection must answer; together with `suspicious` less than 5 s. */
const patience = 2_000
/** Milliseconds after which a statement is given up in any case. The server itself ends one after 10 s. */
const longest = 12_000
/** Milliseconds between two looks. */
const interval = 250

/** What waits for the database: a statement, or (pid null) a new connection. */
export type Waiting = {
  began: number
  pid: number | null
  giveUp: (why: Error) => void
  /** Its transaction has set a limit of its own, so it is given up only with a database that does not answer at all. */
  unlimited?: boolean
}

type State = {
  waiting: Set<Waiting>
  timer: NodeJS.Timeout | null
  silentSince: number | null
  looking: boolean
  givenUp: number
  /** Called when connections turned out to be dead while the database is there. */
  onDead: () => void
}

const state = processWide(
  'silence',
  (): State => ({
    waiting: new Set(),
    timer: null,
    silentSince: null,
    looking: false,
    givenUp: 0,
    onDead: () => {},
  }),
)

/** An error for what never reached the database (`neverReached` in core/database-error.ts). */
const neverSent = (): Error =>
  Object.assign(new Error('The database doesn’t answer.'), { code: 'CONNECT_TIMEOUT' })
/** An error for a statement whose outcome is unknown. */
const unanswered = (): Error =>
  Object.assign(new Error('The database hasn’t answered a statement.'), { code: 'ECONNRESET' })

/** What a new connection learns: whether the database answers, and which backends have nothing to do. */
type Look = { answers: false } | { answers: true; idle: ReadonlySet<number> }

async function look(pids: readonly number[]): Promise<Look> {
  const { url, pooled } = databaseEnv()
  const client = new pg.Client({ connectionString: url, application_name: 'ibtsocs-look' })
  client.on('error', () => {})
  const asked = (async (): Promise<Look> => {
    await client.connect()
    // Behind a pooler a process id means nothing.
    if (pooled) return client.query('select 1').then(() => ({ answers: true, idle: new Set<number>() }))
    const { rows } = await client.query<{ pid: number }>(
      `select p.pid from unnest($1::int[]) p(pid)
         left join pg_stat_activity a on a.pid = p.pid and a.state <> 'idle' and a.state <> 'idle in transaction'
        where a.pid is null`,
      [pids],
    )
    return { answers: true, idle: new Set(rows.map(({ pid }) => pid)) }
  })().catch((error: unknown): Look => {
    const { code = '' } = error as { code?: unknown }
    // Any word of the server is an answer, such as that it has no connection left. A refused connection fails by itself.
    return typeof code === 'string' && code !== '' && code !== 'ETIMEDOUT'
      ? { answers: true, idle: new Set() }
      : { answers: false }
  })
  const late = new AbortController()
  try {
    const slow = sleep(patience, { answers: false } as const, { ref: false, signal: late.signal })
    return await Promise.race([asked, slow.catch((): Look => ({ answers: false }))])
  } finally {
    late.abort()
    client.connection.stream.destroy()
  }
}

/** Gives up everything that waits; until the database answers again, whatever comes is refused at once. */
function fallSilent(): void {
  state.silentSince ??= Date.now()
  for (const each of [...state.waiting]) {
    state.givenUp += 1
    each.giveUp(each.pid === null ? neverSent() : unanswered())
  }
}

async function investigate(): Promise<void> {
  const suspects = [...state.waiting].filter(({ began }) => performance.now() - began > suspicious)
  const found = await look(suspects.flatMap(({ pid }) => pid ?? []))
  if (!found.answers) return fallSilent()
  state.silentSince = null
  let isDead = false
  for (const each of suspects) {
    if (!state.waiting.has(each) || each.pid === null) continue
    // The backend is gone or has nothing to do: the statement or its result was lost with the connection.
    const isLost = found.idle.has(each.pid)
    isDead ||= isLost
    if (!isLost && (each.unlimited || performance.now() - each.began < longest)) continue
    state.givenUp += 1
    each.giveUp(unanswered())
  }
  // Others that were opened at that time are probably dead as well.
  if (isDead) state.onDead()
}

function watch(): void {
  const [first] = state.waiting
  if (first === undefined && state.silentSince === null) {
    if (state.timer) clearInterval(state.timer)
    state.timer = null
    return
  }
  // The oldest comes first.
  const isLate = first !== undefined && performance.now() - first.began > suspicious
  if (state.looking || (!isLate && state.silentSince === null)) return
  state.looking = true
  void investigate().finally(() => {
    state.looking = false
  })
}

/** Watches something that waits for the database until the returned function is called. */
export function whileWaiting(waiting: Waiting): () => void {
  state.waiting.add(waiting)
  state.timer ??= setInterval(watch, interval).unref()
  return () => state.waiting.delete(waiting)
}

/** @throws Error (`CONNECT_TIMEOUT`) while the database doesn't answer */
export function refuseWhileSilent(): void {
  if (state.silentSince !== null) throw neverSent()
}

/** Sets what to do when connections turn out to be dead while the database answers. */
export function onDeadConnections(act: () => void): void {
  state.onDead = act
}

/** Whether the database answers, and how much was given up because it did not. */
export const silence = (): { silent: boolean; givenUp: number } => ({
  silent: state.silentSince !== null,
  givenUp: state.givenUp,
})
