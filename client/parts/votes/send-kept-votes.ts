import { dropWish, sendWaiting, waiting } from './kept-votes'
import { pathsOnPage } from './vote-form'
import { booth, sendWish } from './votes'

/** True for temporary failures: no network (0), rate limit (429), and server errors such as an unreachable database. */
const passes = (status: number): boolean => status === 0 || status === 429 || status >= 500

async function send(path: string, wish: string | null): Promise<void> {
  // If it is on the page, the user sees the result.
  if (pathsOnPage().includes(path)) return booth.vote(path, wish)
  const reply = await sendWish(path, wish)
  if ((reply.ok || !passes(reply.status)) && waiting()[path] === wish) dropWish(path)
}

/** Sends votes cast offline as soon as there is a network. */
export function startWaiting(): void {
  const start = () => void sendWaiting(send).catch(() => {})
  addEventListener('online', start)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') start()
  })
  start()
}
