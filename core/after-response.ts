const running = new Set<Promise<void>>()

/** Long enough for the answer to have left, in milliseconds. */
const pause = 50

/**
 * Does something after the answer that started it, so that the answer's time tells nothing of it.
 * @param failed what the log says when it did not work
 */
export function behind(work: () => Promise<unknown>, failed: string): void {
  const done = new Promise((resolve) => setTimeout(resolve, pause))
    .then(work)
    .catch((error: unknown) => console.error(failed, error))
    .then(() => {
      running.delete(done)
    })
  running.add(done)
}

/** Waits for everything that goes on behind answers. */
export async function untilBehind(): Promise<void> {
  while (running.size > 0) await Promise.all(running)
}
