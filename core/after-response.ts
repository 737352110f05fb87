const running = new Set<Promise<void>>()

/** Milliseconds, long enough for the response to have been sent. */
const pause = 50

/**
 * Runs `work` after the current response has been sent, so that response times reveal nothing about it.
 * @param failed log message when `work` throws
 */
export function afterResponse(work: () => Promise<unknown>, failed: string): void {
  const done = new Promise((resolve) => setTimeout(resolve, pause))
    .then(work)
    .catch((error: unknown) => console.error(failed, error))
    .then(() => {
      running.delete(done)
    })
  running.add(done)
}

/** Waits for all work started by `afterResponse`. */
export async function untilDone(): Promise<void> {
  while (running.size > 0) await Promise.all(running)
}
