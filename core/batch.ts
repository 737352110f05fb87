import { AsyncResource } from 'node:async_hooks'

type Waiting<I, O> = { input: I; resolve: (output: O) => void; reject: (error: unknown) => void }
type Options = {
  /** Batches in flight at once. */
  lanes?: number
  /** Maximum number of inputs per batch. */
  most?: number
  /** True for errors after which each input is retried alone: one input caused the error and nothing was written. */
  alone?: (error: unknown) => boolean
}

/** Milliseconds after which a batch counts as stuck and no longer blocks others. */
const stuck = 100
/** Maximum number of batches in flight, including stuck ones. */
const mostLanes = 8

/**
 * Batches concurrent calls. If a lane is free the call starts at once; otherwise it joins the next batch. One statement
 * and one commit then serve all calls that arrive during a round trip, and no call waits for a timer.
 * @param run handles all inputs at once; returns one output per input, in order
 */
export function batch<I, O>(
  run: (inputs: readonly I[]) => Promise<readonly O[]>,
  { lanes = 3, most = 64, alone = () => false }: Options = {},
): (input: I) => Promise<O> {
  const waiting: Waiting<I, O>[] = []
  const flights = new Set<{ began: number }>()
  // A batch serves many requests, so it must not run in the async context of one of them.
  const outside = new AsyncResource('gather')
  let planned = false
  let timer: NodeJS.Timeout | null = null

  const isFree = (): boolean => {
    const since = performance.now() - stuck
    return flights.size < mostLanes && [...flights].filter(({ began }) => began > since).length < lanes
  }
  async function fly(some: readonly Waiting<I, O>[]): Promise<void> {
    try {
      const outputs = await run(some.map(({ input }) => input))
      for (const [i, { resolve }] of some.entries()) resolve(outputs[i] as O)
    } catch (error) {
      if (some.length > 1 && alone(error)) await Promise.all(some.map((one) => fly([one])))
      else for (const { reject } of some) reject(error)
    }
  }
  function start(): void {
    planned = false
    while (waiting.length > 0 && isFree()) {
      const flight = { began: performance.now() }
      flights.add(flight)
      void fly(waiting.splice(0, most)).finally(() => {
        flights.delete(flight)
        if (waiting.length > 0) start()
      })
    }
    if (waiting.length > 0) lookAgain()
  }
  /** A batch in flight starts the next one when it returns. The timer covers the case that it is stuck. */
  function lookAgain(): void {
    if (timer !== null) return
    timer = setTimeout(() => {
      timer = null
      start()
    }, stuck)
  }
  return (input) =>
    new Promise((resolve, reject) => {
      waiting.push({ input, resolve, reject })
      if (planned) return
      planned = isFree()
      // Calls made in the same turn of the event loop join this batch.
      if (planned) outside.runInAsyncScope(setImmediate, null, start)
      else outside.runInAsyncScope(lookAgain)
    })
}
