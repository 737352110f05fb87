import { keep, recall } from '../ui/store'

const KEY = 'votes-waiting'

type Waiting = Record<string, string | null>

/** Votes that wait for the network: the last one for each thing. */
export const waiting = (): Waiting => recall<Waiting>(KEY) ?? {}

/** @returns whether it was stored */
export const keepWish = (path: string, wish: string | null): boolean =>
  keep(KEY, { ...waiting(), [path]: wish })

/** Deletes a waiting vote, because it is settled or replaced. */
export function dropWish(path: string): void {
  const { [path]: dropped, ...rest } = waiting()
  if (dropped !== undefined) keep(KEY, Object.keys(rest).length > 0 ? rest : null)
}

/**
 * Sends waiting votes, one after the other, in one tab at a time.
 * @param send settles one vote; if it stays in the queue it keeps waiting
 */
export async function sendWaiting(send: (path: string, wish: string | null) => Promise<void>): Promise<void> {
  if (Object.keys(waiting()).length === 0) return
  const work = async () => {
    // Read again under the lock: another tab may have sent them.
    for (const [path, wish] of Object.entries(waiting())) await send(path, wish)
  }
  // Locks are missing on plain http; a vote sets a value, so sending it twice counts once.
  await (navigator.locks ? navigator.locks.request(KEY, work) : work())
}
