/**
 * A place in the database's log (WAL). A failover begins a new timeline, which continues the log that was acknowledged; what
 * an old primary wrote beyond that is on the old timeline only.
 */
export type LogPosition = { timeline: number; at: bigint }

/** True if whoever has replayed `one` has also replayed `other`. */
export const reaches = (one: LogPosition, other: LogPosition): boolean =>
  one.timeline > other.timeline || (one.timeline === other.timeline && one.at >= other.at)

/** The later one of two. */
export const later = (one: LogPosition | null, other: LogPosition): LogPosition =>
  one && reaches(one, other) ? one : other

/** Returns a position as a cookie holds it. */
export const writtenPosition = ({ timeline, at }: LogPosition): string =>
  `${timeline.toString(16)}-${at.toString(16)}`

/** Reads a position. @returns null if it is none; a forged one only decides where its sender's own pages are read */
export function readPosition(text: string): LogPosition | null {
  const [, timeline = '', at = ''] = /^([0-9a-f]{1,8})-([0-9a-f]{1,16})$/.exec(text) ?? []
  return timeline && at ? { timeline: Number.parseInt(timeline, 16), at: BigInt(`0x${at}`) } : null
}

/** The text of a statement that returns where a primary writes. */
export const primaryPositionText = `
  select ('x' || substr(pg_walfile_name(at), 1, 8))::bit(32)::int as timeline, (at - '0/0')::text as at
  from (select pg_current_wal_insert_lsn() as at) now`

/**
 * The text of a statement that returns how far a replica is. Its timeline is the one that it receives; null if it follows
 * nobody, or if the role may not see that (pg_monitor).
 */
export const replicaPositionText = `
  select (select received_tli from pg_stat_wal_receiver) as timeline,
         (case when pg_is_in_recovery() then pg_last_wal_replay_lsn() - '0/0' end)::text as at`

/** Returns the position in a row of the statements above; null if there is none. */
export const positionOf = (
  row: { timeline: number | null; at: string | null } | undefined,
): LogPosition | null =>
  row?.timeline && row.at !== null
    ? { timeline: row.timeline, at: BigInt(row.at.split('.')[0] ?? '0') }
    : null
