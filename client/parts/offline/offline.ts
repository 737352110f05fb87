import { addresses } from '@/core/addresses'
import { all, make } from '../ui/dom'
import { keptPaths } from './kept-list'

/** Milliseconds to wait after the page has loaded, so that it does not compete with the page. */
const AFTERWARDS = 1_500

/** The addresses of this page and its files, for the service worker to cache. */
const parts = (): string[] => [
  location.href.replace(/#.*$/, ''),
  ...all<HTMLLinkElement>('link[rel=stylesheet], link[rel=preload], link[rel=prefetch]').map(
    ({ href }) => href,
  ),
  ...all<HTMLScriptElement>('script[src]').map(({ src }) => src),
]

async function register(): Promise<void> {
  const { controller } = navigator.serviceWorker
  const { active } = await navigator.serviceWorker
    .register(addresses.serviceWorker)
    .then(() => navigator.serviceWorker.ready)
  if (!controller) active?.postMessage({ keep: parts() })
}

/** Shows a note that the page is an old copy. */
function sayOffline(): void {
  if (navigator.onLine || document.querySelector('[data-kept]')) return
  const note = make(
    'p',
    { className: 'offline-note' },
    'You’re offline. This page may have changed since you last read it.',
  )
  note.setAttribute('role', 'status')
  document.getElementById('content')?.prepend(note)
}

const nameOf = (path: string): string => {
  const [, id, slug] = /^\/b\/(\d+)\/([^?]*)/.exec(path) ?? []
  return id ? `#${id} ${slug?.replaceAll('-', ' ')}` : path === '/' ? 'hot' : path.slice(1)
}

/** Lists the cached pages on the offline page. */
async function listKept(): Promise<void> {
  const list = document.querySelector<HTMLElement>('[data-kept]')
  if (!list || !('caches' in window)) return
  const paths = await keptPaths(caches)
  list.replaceChildren(...paths.map((href) => make('li', {}, make('a', { href }, nameOf(href)))))
  list.previousElementSibling?.toggleAttribute('hidden', paths.length === 0)
}

/** Registers the service worker, which caches read pages for offline use. */
export function startOffline(): void {
  if (!('serviceWorker' in navigator) || window !== window.top) return
  sayOffline()
  listKept().catch(() => {})
  const later = () => setTimeout(() => register().catch(() => {}), AFTERWARDS)
  if (document.readyState === 'complete') later()
  else addEventListener('load', later, { once: true })
}
