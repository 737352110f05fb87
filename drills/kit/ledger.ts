import type { DrillSite } from './site'

/** The result of every drill: the number of writes acknowledged, and what became of them. */
export type Invariant = {
  /** Writes that the site acknowledged. */
  acknowledged: number
  /** Writes that ended without a response, or with one that says they were not done. */
  unanswered: number
  /** Acknowledged and not stored, or stored differently. */
  lost: number
  /** Stored more than once. */
  doubled: number
  /** Findings of `admin audit`. */
  drift: number
}

type Text = { id: number | null; on: number | null }
type Vote = {
  bemoaning: number
  voter: number
  acknowledged: boolean
  possible: Set<string>
  /** Votes in flight now, and all votes sent since there were none: the site decides the order of those. */
  open: number
  together: Set<string>
}

/** Keeps account of every write attempted, and of what the site has acknowledged. */
export class Ledger {
  readonly bemoanings = new Map<string, Text>()
  readonly comments = new Map<string, Text>()
  private readonly votes = new Map<string, Vote>()
  readonly statuses = new Map<string, number>()
  acknowledged = 0
  unanswered = 0

  /** Notes that a text is about to be sent, perhaps again. */
  tryText(kind: 'bemoanings' | 'comments', body: string, on: number | null = null): void {
    if (!this[kind].has(body)) this[kind].set(body, { id: null, on })
  }
  /** Notes that the site has acknowledged a text under this id. */
  keepText(kind: 'bemoanings' | 'comments', body: string, id: number): void {
    const found = this[kind].get(body)
    if (!found) throw new Error('never tried')
    if (found.id === null) this.acknowledged += 1
    found.id = id
  }
  tryVote(bemoaning: number, voter: number, kind: string | null): void {
    const key = `${bemoaning} ${voter}`
    const vote = this.votes.get(key) ?? {
      ...{ bemoaning, voter, acknowledged: false, open: 0 },
      ...{ possible: new Set(['none']), together: new Set<string>() },
    }
    if (vote.open === 0) vote.together.clear()
    vote.open += 1
    vote.together.add(kind ?? 'none')
    vote.possible.add(kind ?? 'none')
    this.votes.set(key, vote)
  }
  keepVote(bemoaning: number, voter: number, kind: string | null): void {
    const vote = this.votes.get(`${bemoaning} ${voter}`)
    if (!vote) throw new Error('never tried')
    vote.acknowledged = true
    vote.open -= 1
    vote.possible = new Set([kind ?? 'none', ...vote.together])
    this.acknowledged += 1
  }
  noteStatus(what: string): void {
    this.statuses.set(what, (this.statuses.get(what) ?? 0) + 1)
  }

  /** Compares the account with the database. @param url another database than the site's, such as a restored one */
  async check(site: DrillSite, url = site.url): Promise<Invariant> {
    const stored = {
      bemoanings: await site.query<{ id: string; body: string; on: string | null }>(
        'select id, body, null as on from bemoanings where body = any($1)',
        [[...this.bemoanings.keys()]],
        url,
      ),
      comments: await site.query<{ id: string; body: string; on: string | null }>(
        'select id, body, bemoaning_id as on from comments where body = any($1)',
        [[...this.comments.keys()]],
        url,
      ),
    }
    let [lost, doubled] = [0, 0]
    for (const kind of ['bemoanings', 'comments'] as const) {
      const byBody = new Map<string, { id: string; on: string | null }[]>()
      for (const row of stored[kind]) byBody.set(row.body, [...(byBody.get(row.body) ?? []), row])
      for (const [body, { id, on }] of this[kind]) {
        const rows = byBody.get(body) ?? []
        if (rows.length > 1) doubled += rows.length - 1
        const found = rows.some((row) => Number(row.id) === id && (on === null || Number(row.on) === on))
        if (id !== null && !found) lost += 1
      }
    }
    const rows = await site.query<{ bemoaning: string; voter: string; kind: string }>(
      'select bemoaning_id as bemoaning, voter_id as voter, kind from votes where voter_id = any($1)',
      [[...new Set([...this.votes.values()].map(({ voter }) => voter))]],
      url,
    )
    const kinds = new Map(rows.map(({ bemoaning, voter, kind }) => [`${bemoaning} ${voter}`, kind]))
    for (const [key, vote] of this.votes) if (!vote.possible.has(kinds.get(key) ?? 'none')) lost += 1
    doubled += rows.length - kinds.size
    return {
      acknowledged: this.acknowledged,
      unanswered: this.unanswered,
      lost,
      doubled,
      drift: driftOf(site, url),
    }
  }
}

/** Counts the rows where the site's own audit finds a stored count that differs from its own. */
function driftOf(site: DrillSite, url: string): number {
  const { code, said } = site.audit(url)
  const checks = said
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as { check: string; drift: number })
  const drift = checks.reduce((sum, { drift }) => sum + drift, 0)
  if (checks.length === 0 || (code !== 0 && drift === 0)) throw new Error(`the audit did not run: ${said}`)
  for (const { check, drift } of checks) if (drift) console.log(`  drift: ${check}: ${drift}`)
  return drift
}
