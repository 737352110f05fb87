import { setImmediate as turn } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { db } from '@/db'
import { reindexSearch, searchBemoanings } from '@/lib/search'
import { setSetting } from '@/lib/setting'
import { vote } from '@/lib/vote'
import { aUser } from '@/tests/makers'
import { startFilled } from './kit/database'

/**
 * Measures how an existing site is indexed anew for search: texts a second, and how long votes and searches take
 * meanwhile, as a ratio to before. `npm run bench -- reindex [bemoanings]`, 20,000 by default, with as many comments.
 */
const size = Number(process.argv[2] ?? 20_000)
const database = await startFilled(size)
await setSetting('rate-limits', 'off')
const voter = await aUser({ ageDays: 30 })

type Times = { votes: number[]; searches: number[] }

/** Votes and searches in turns until the work is done. */
async function beside(work: Promise<unknown>): Promise<Times> {
  const times: Times = { votes: [], searches: [] }
  let done = false
  const ended = work.finally(() => {
    done = true
  })
  for (let i = 0; !done; i += 1) {
    const id = 1 + ((i * 7_919) % size)
    const began = performance.now()
    await vote(
      { viewer: voter, voterId: voter.voterId, network: '192.0.2.1' },
      id,
      i % 2 === 0 ? 'bemoan' : 'self_inflicted',
    )
    const voted = performance.now()
    await searchBemoanings(`printer ${i}`)
    times.votes.push(voted - began)
    times.searches.push(performance.now() - voted)
    await turn()
  }
  await ended
  return times
}

const at = (values: number[], part: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? 0
const line = (name: string, values: number[]) =>
  `${name.padEnd(22)} ${String(values.length).padStart(6)}  median ${at(values, 0.5).toFixed(1)} ms, 99% ${at(values, 0.99).toFixed(1)} ms, longest ${at(values, 1).toFixed(1)} ms`

const wait = new Promise((resolve) => setTimeout(resolve, 8_000))
const before = await beside(wait)
await db().execute(sql`update search_comments set search = to_tsvector('ibtsocs', 'stale')`)
await db().execute(sql`update search_bemoanings set search = to_tsvector('ibtsocs', 'stale')`)
await db().execute(sql`insert into search_pending values (false, 9007199254740991), (true, 9007199254740991)`)
const began = performance.now()
let texts = 0
const during = await beside(
  (async () => {
    for (let some = await reindexSearch(); some > 0; some = await reindexSearch()) texts += some
  })(),
)
const took = (performance.now() - began) / 1_000
console.log(
  `${texts.toLocaleString('en')} texts in ${took.toFixed(0)} s, ${Math.round(texts / took).toLocaleString('en')} a second, with votes and searches beside it`,
)
console.log(line('votes before', before.votes))
console.log(line('votes meanwhile', during.votes))
console.log(line('searches before', before.searches))
console.log(line('searches meanwhile', during.searches))
console.log(
  `Meanwhile to before, medians: votes ${(at(during.votes, 0.5) / at(before.votes, 0.5)).toFixed(2)}, searches ${(at(during.searches, 0.5) / at(before.searches, 0.5)).toFixed(2)}`,
)
await database.stop()
