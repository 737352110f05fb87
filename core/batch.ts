import { AsyncResource } from 'node:async_hooks'

type Waiting<I, O> = { input: I; resolve: (output: O) => void; reject: (error: unknown) => void }
type Options = {
  /** How many go at once. */
  lanes?: number
  /** Inputs that go together at most. */
  most?: number
  /** After which failures each input is tried alone: one of them was the reason, and nothing has happened. */
  alone?: (error: unknown) => boolean
}

/** Milliseconds after which whoever goes is stuck, and does not hold up others any longer. */
const stuck = 100
/** How many go at once, stuck ones too. */
const mostLanes = 8

/**
 * One call for what many ask at the same time. Whoever comes while nobody is on the way goes at once; who comes meanwhile goes
 * together next. So one statement and one commit serve as many as come in the time that one takes, and nobody waits for a
 * clock.
 * @param run for all inputs at once; an output for each, in their order
 */
export function batch<I, O>(
  run: (inputs: readonly I[]) => Promise<readonly O[]>,
  { lanes = 3, most = 64, alone = () => false }: Options = {},
): (input: I) => Promise<O> {
  const waiting: Waiting<I, O>[] = []
  const flights = new Set<{ began: number }>()
  // What is sent for many belongs to none of their requests.
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
  /** Whoever goes will send the next ones when they are back, unless they are stuck. */
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
      // Whoever is heard in this turn of the event loop comes along.
      if (planned) outside.runInAsyncScope(setImmediate, null, start)
      else outside.runInAsyncScope(lookAgain)
    })
}
