/**
 * Does some work on each item, several at once, and yields the results in the order of the items.
 * @param width how many items are in work or wait, which bounds the memory
 */
export async function* inOrder<T, R>(
  source: AsyncIterable<T>,
  width: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const running: Promise<R>[] = []
  for await (const item of source) {
    const one = work(item)
    // Its rejection is thrown when its turn comes, and may come before that.
    one.catch(() => {})
    running.push(one)
    if (running.length >= width) yield await (running.shift() as Promise<R>)
  }
  for (const one of running) yield await one
}

/** Joins chunks into pieces of at least this many bytes; only the last one may be smaller. */
export async function* pieces(source: AsyncIterable<Buffer>, size: number): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = []
  let total = 0
  for await (const chunk of source) {
    waiting.push(chunk)
    total += chunk.length
    if (total < size) continue
    yield Buffer.concat(waiting)
    waiting = []
    total = 0
  }
  if (total > 0) yield Buffer.concat(waiting)
}
