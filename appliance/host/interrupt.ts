const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Milliseconds in which signals count as one: a terminal and npm both forward Ctrl-C. */
const echo = 5_000

/** The work was ended by a signal. */
export class Interrupted extends Error {
  constructor() {
    super('It was interrupted.')
  }
}

/**
 * Runs work that Ctrl-C, SIGTERM or a closed terminal may end: its abort signal fires, and it cleans up. A second
 * Ctrl-C during the clean-up ends the process.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController()
  let first = 0
  const interrupt = (): void => {
    if (first > 0 && Date.now() - first > echo) process.exit(1)
    first ||= Date.now()
    stop.abort(new Interrupted())
  }
  for (const name of signals) process.on(name, interrupt)
  try {
    return await work(stop.signal)
  } finally {
    for (const name of signals) process.off(name, interrupt)
    // Abandoned work may still be waiting for something, so do not wait for it.
    if (stop.signal.aborted) setTimeout(() => process.exit(), echo).unref()
  }
}

/**
 * Returns the result of work; rejects as soon as the signal fires, even if the work continues. @throws Interrupted
 */
export async function unlessInterrupted<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  signal.throwIfAborted()
  return Promise.race([
    work(),
    new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(new Interrupted()), { once: true })
    }),
  ])
}
