const running = new Set<Promise<void>>()

/** Long enough for the response to have left, in milliseconds. */
const pause = 50

/**
 * Works after the response that started it has left, so that its time tells nothing of the work.
 * @param failed what the log says when it did not work
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

/** Waits for everything that goes on after responses. */
export async function untilDone(): Promise<void> {
  while (running.size > 0) await Promise.all(running)
}
