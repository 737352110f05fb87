const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Milliseconds in which a signal counts as the same one: a terminal and npm both pass Ctrl-C on. */
const echo = 5_000

/** It was ended by a signal. */
export class Interrupted extends Error {
  constructor() {
    super('It was interrupted.')
  }
}

/**
 * Does something that Ctrl-C, SIGTERM or a closed terminal may end: it hears of it by its signal, and cleans up. Whoever
 * presses Ctrl-C again while it does ends the process.
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
    // What was left to itself may still wait for something; nobody waits for it.
    if (stop.signal.aborted) setTimeout(() => process.exit(), echo).unref()
  }
}

/** What it comes to; rejected as soon as the signal is given, whatever still goes on. @throws Interrupted */
export async function unlessInterrupted<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  signal.throwIfAborted()
  return Promise.race([
    work(),
    new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(new Interrupted()), { once: true })
    }),
  ])
}
