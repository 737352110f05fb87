import { AsyncLocalStorage } from 'node:async_hooks'

const within = new AsyncLocalStorage<true>()
let forbidden = false

/**
 * From now on, a transaction that takes a second connection is an error: once as many of them run as there are
 * connections, each waits for one that the others hold. For tests; the site does not look.
 */
export function forbidNestedConnections(): void {
  forbidden = true
}

/** Runs the work of a transaction. */
export const insideTransaction = <T>(work: () => Promise<T>): Promise<T> =>
  forbidden ? within.run(true, work) : work()

/** @throws Error inside a transaction, if that is forbidden */
export function refuseNested(): void {
  if (forbidden && within.getStore()) throw new Error('This transaction takes a second connection.')
}
