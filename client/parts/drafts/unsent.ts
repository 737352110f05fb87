import { forgetOldUnsent, keep, recall, recallUnowned } from '../ui/store'

const KEY = 'bemoanings-unsent'

/** A bemoaning that waits for the network. */
export type Unsent = {
  /** Idempotency key, created once: the bemoaning is posted only once, however often it is sent. */
  key: string
  /** Its author; it is never sent for another user. */
  handle: string
  input: { body: string; tags: string[]; details?: string; anonymous?: boolean }
  /** Why the site rejected it; null while it waits. */
  refused: string | null
}

export const unsent = (): Unsent[] => recall<Unsent[]>(KEY) ?? []

const store = (all: Unsent[]): boolean => keep(KEY, all.length > 0 ? all : null)

/** @returns whether it was stored */
export const keepUnsent = (one: Unsent): boolean =>
  store([...unsent().filter(({ key }) => key !== one.key), one])

/** True if an older build left bemoanings without an owner. */
export const hasOldUnsent = (): boolean => recallUnowned() !== null

/** Takes over the bemoanings that an older build kept for this handle, and deletes all others of that build. */
export function adoptUnsent(handle: string): void {
  const old = recallUnowned<Unsent[]>()
  for (const one of Array.isArray(old) ? old : []) if (one.handle === handle) keepUnsent(one)
  if (old !== null) forgetOldUnsent()
}

export const dropUnsent = (key: string): boolean => store(unsent().filter((one) => one.key !== key))

/** The result of an attempt: sent, still waiting, or refused with a reason. */
export type Attempt = { state: 'sent' } | { state: 'waits' } | { state: 'refused'; why: string }

/**
 * Sends this user's waiting bemoanings, one after the other, in one tab at a time.
 * @param send tries one
 * @returns those that were sent
 */
export async function sendUnsent(
  handle: string | null,
  send: (one: Unsent) => Promise<Attempt>,
): Promise<Unsent[]> {
  const due = () => unsent().filter((one) => one.handle === handle && one.refused === null)
  if (handle === null || due().length === 0) return []
  const sent: Unsent[] = []
  const work = async () => {
    // Read again under the lock: another tab may have sent them.
    for (const one of due()) {
      const end = await send(one)
      if (end.state === 'waits') return
      if (end.state === 'sent') {
        dropUnsent(one.key)
        sent.push(one)
      } else keepUnsent({ ...one, refused: end.why })
    }
  }
  // Without locks, the idempotency key prevents duplicates from two tabs.
  await (navigator.locks ? navigator.locks.request(KEY, work) : work())
  return sent
}
