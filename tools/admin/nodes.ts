import { pool } from '@/db'
import { form, type Voice } from './form'

type Node = {
  node: string
  build: string
  connections: number
  /** Seconds since its own heartbeat; null if it does not listen. */
  heard: number | null
}

/** Seconds after which a heartbeat is late: they come every 5, and may take 2. */
const late = 10

/** Lists the processes that serve the site, by their connections in Postgres. */
async function listNodes({ json, say, note }: Voice): Promise<number> {
  const { rows } = await pool().query<Node>(`
    select split_part(application_name, ' ', 2) as node, split_part(application_name, ' ', 3) as build, count(*)::int as connections,
           round(extract(epoch from now() - max(state_change) filter (where application_name like 'ibtsocs-listen %'))::numeric, 1)::float8 as heard
      from pg_stat_activity
     where datname = current_database() and application_name ~ '^ibtsocs(-listen)? .'
     group by 1, 2 order by 1, 2`)
  if (json) {
    say(JSON.stringify(rows.map((row) => ({ ...row, deaf: row.heard === null || row.heard > late }))))
    return 0
  }
  for (const { node, build, connections, heard } of rows) {
    const state =
      heard === null
        ? 'deaf: it does not listen'
        : heard > late
          ? `deaf for ${heard} s`
          : `heard ${heard} s ago`
    say(`${node}  build ${build}  ${connections} connections  ${state}`)
  }
  if (rows.length === 0) note('No process is connected.')
  return 0
}

export const nodesForm = form({
  usage: 'nodes',
  does: 'list the processes that serve the site: connections, build, whether they hear each other',
  needs: 'database',
  run: (_, __, voice) => listNodes(voice),
})
