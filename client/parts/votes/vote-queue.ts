import type { Reply } from '../ui/api'
import { type Tally, withVote } from './tally'

/** The result of a vote: the response, and the tally to restore if it was refused. */
export type End = { path: string; wish: string | null; before: Tally; reply: Reply<Tally> }

type Parts = {
  send: (path: string, wish: string | null) => Promise<Reply<Tally>>
  read: (path: string) => Tally
  show: (path: string, tally: Tally) => void
  end: (end: End) => void
}

type Open = { confirmed: Tally; wanted: string | null; running: Promise<void> | null }

/**
 * Sends votes to the server: shows each at once, runs one request per ballot at a time, and the last wish wins. The
 * server's counts replace the shown ones.
 */
export function createBooth({ send, read, show, end }: Parts) {
  const opened = new Map<string, Open>()
  const moved = new Map<string, number>()
  let first: Promise<Reply<Tally>> | null = null

  /** The first request of a page runs alone: two at once would create two visitors for a new reader. */
  async function sendInTurn(path: string, wish: string | null): Promise<Reply<Tally>> {
    if (first) {
      await first
      return send(path, wish)
    }
    first = send(path, wish)
    const reply = await first
    if (!reply.ok && reply.status === 0) first = null
    return reply
  }

  async function run(path: string, open: Open): Promise<void> {
    for (;;) {
      const wish = open.wanted
      const reply = await sendInTurn(path, wish)
      if (reply.ok) open.confirmed = reply.value
      if (open.wanted === wish) {
        // Without a network the wish stays open, so that the previous tally is known if it is refused later.
        if (reply.ok || reply.status !== 0) opened.delete(path)
        open.running = null
        moved.set(path, performance.now())
        return end({ path, wish, before: open.confirmed, reply })
      }
      if (reply.ok) show(path, withVote(open.confirmed, open.wanted))
    }
  }

  return {
    /** True if there was a vote since a time (of `performance.now()`), or one is still running. */
    isNewer: (path: string, since: number): boolean => opened.has(path) || (moved.get(path) ?? -1) >= since,

    /** @returns a promise that resolves when the vote is settled or stored for later */
    vote(path: string, wish: string | null): Promise<void> {
      const open = opened.get(path) ?? { confirmed: read(path), wanted: wish, running: null }
      open.wanted = wish
      opened.set(path, open)
      show(path, withVote(open.confirmed, wish))
      open.running ??= run(path, open)
      return open.running
    },

    /** Reverts a vote that can be neither sent nor stored. */
    giveUp(path: string): void {
      const open = opened.get(path)
      opened.delete(path)
      if (open) show(path, open.confirmed)
    },
  }
}
