import { dropWish, sendWaiting, waiting } from './kept-votes'
import { pathsOnPage } from './vote-form'
import { booth, sendWish } from './votes'

/** Refusals that pass: too many votes, database away. */
const passes = (status: number): boolean => status === 0 || status === 429 || status >= 500

async function send(path: string, wish: string | null): Promise<void> {
  // On the page the reader sees what becomes of it.
  if (pathsOnPage().includes(path)) return booth.vote(path, wish)
  const reply = await sendWish(path, wish)
  if ((reply.ok || !passes(reply.status)) && waiting()[path] === wish) dropWish(path)
}

/** Sends votes that were cast without a network, as soon as there is one. */
export function startWaiting(): void {
  const start = () => void sendWaiting(send).catch(() => {})
  addEventListener('online', start)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') start()
  })
  start()
}
