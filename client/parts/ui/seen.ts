import { call } from './api'
import { all } from './dom'

/** Milliseconds an entry must be visible, and between reports. */
const [LOOKED, REST] = [1_000, 2_000]
const MOST = 100

/** Reports which entries of a list were visible, if the reader hides seen ones. */
export function startSeen(): void {
  const entries = all('[data-seen] article.entry')
  if (entries.length === 0 || !('IntersectionObserver' in window)) return
  const since = new Map<Element, ReturnType<typeof setTimeout>>()
  const untold = new Set<number>()
  let rest: ReturnType<typeof setTimeout> | undefined
  const tell = () => {
    clearTimeout(rest)
    const ids = [...untold].slice(0, MOST)
    if (ids.length === 0) return
    untold.clear()
    void call('PUT', 'me/seen', { body: { ids }, keepalive: true })
  }
  const observer = new IntersectionObserver(
    (changes) => {
      for (const { target, isIntersecting } of changes) {
        clearTimeout(since.get(target))
        if (!isIntersecting) continue
        const looked = () => {
          observer.unobserve(target)
          untold.add(Number((target as HTMLElement).dataset.id))
          clearTimeout(rest)
          rest = setTimeout(tell, REST)
        }
        since.set(target, setTimeout(looked, LOOKED))
      }
    },
    { threshold: 0.6 },
  )
  for (const entry of entries) observer.observe(entry)
  addEventListener('pagehide', tell)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') tell()
  })
}
