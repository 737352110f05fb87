import { addresses, partings } from '@/core/addresses'
import { PAGES } from './parts/offline/kept-list'
import {
  FILES,
  forgetPages,
  isFile,
  isForEver,
  isKept,
  keepFile,
  keepPage,
  keptPage,
  timesForgotten,
} from './parts/offline/kept-pages'
import type { FetchEvent, WorkerScope } from './parts/offline/worker-scope'

// The service worker: read pages are available offline, and notices arrive while the site is closed. Pages come from
// the network first; the cache is used only without one, or if it is too slow.
const worker = self as unknown as WorkerScope

/** Milliseconds after which a cached page is preferred to waiting for the network. */
const PATIENCE = 6_000

async function away(): Promise<Response> {
  const page = await caches.match(addresses.offline)
  return page
    ? new Response(page.body, { status: 503, headers: page.headers })
    : new Response('You’re offline.', { status: 503, headers: { 'content-type': 'text/plain' } })
}

async function fromNetwork({ request, preloadResponse }: FetchEvent): Promise<Response> {
  return (await preloadResponse) ?? fetch(request)
}

/** Returns a page from the network; without one, or if it is too slow, the cached copy. */
async function page(event: FetchEvent): Promise<Response> {
  const { url } = event.request
  const asked = timesForgotten()
  const answer = fromNetwork(event).then((response) => {
    const copy = response.clone()
    event.waitUntil(keepPage(caches, url, copy, asked).catch(() => {}))
    return response
  })
  answer.catch(() => {})
  const kept = isKept(new URL(url).pathname) ? await keptPage(caches, url) : undefined
  try {
    if (!kept) return await answer
    const late = new Promise<Response>((resolve) => setTimeout(resolve, PATIENCE, kept))
    return await Promise.race([answer, late])
  } catch {
    return kept ?? away()
  }
}

async function file(event: FetchEvent): Promise<Response> {
  const { request } = event
  const cache = await caches.open(FILES)
  const kept = await cache.match(request.url, { ignoreVary: true })
  if (kept && isForEver(new URL(request.url))) return kept
  try {
    const answer = await fetch(request)
    event.waitUntil(keepFile(caches, request.url, answer.clone()).catch(() => {}))
    return answer
  } catch (error) {
    if (kept) return kept
    throw error
  }
}

worker.addEventListener('install', (event) => {
  event.waitUntil(
    fetch(addresses.offline, { credentials: 'omit' })
      .then(async (answer) => (await caches.open(FILES)).put(addresses.offline, answer))
      .then(() => worker.skipWaiting()),
  )
})

worker.addEventListener('activate', (event) => {
  const ours = [PAGES, FILES]
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(names.filter((name) => !ours.includes(name)).map((name) => caches.delete(name))),
      )
      .then(() => worker.registration.navigationPreload?.enable())
      .then(() => worker.clients.claim()),
  )
})

worker.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (url.origin !== worker.location.origin) return
  if (request.mode === 'navigate') {
    if (request.method === 'GET') return event.respondWith(page(event))
    if (partings.test(url.pathname)) event.waitUntil(forgetPages(caches))
    // The page keeps the form's draft; the offline page says so.
    return event.respondWith(fetch(request).catch(away))
  }
  if (request.method === 'GET' && isFile(url)) event.respondWith(file(event))
})

/** Messages from the page: clear the pages of a user who left, and cache the page itself and its files. */
worker.addEventListener('message', (event) => {
  // A page that loaded while the worker started was missed by the claim at its start, and would stay uncontrolled.
  event.waitUntil(worker.clients.claim())
  const { keep = [], forget = false } = event.data as { keep?: string[]; forget?: boolean }
  if (forget) event.waitUntil(forgetPages(caches))
  const one = async (address: string) => {
    const url = new URL(address)
    const answer = await fetch(address, isFile(url) ? {} : { headers: { accept: 'text/html' } })
    await (isFile(url) ? keepFile(caches, address, answer) : keepPage(caches, address, answer))
  }
  const safe = keep.filter((address) => new URL(address).origin === worker.location.origin)
  event.waitUntil(Promise.all(safe.map((address) => one(address).catch(() => {}))))
})

worker.addEventListener('push', (event) => {
  const { title = 'IBTSOCS', body = '', url = '/' } = (event.data?.json() ?? {}) as Record<string, string>
  event.waitUntil(
    worker.registration.showNotification(title, { body, icon: addresses.icon, tag: url, data: url }),
  )
})

worker.addEventListener('notificationclick', (event) => {
  event.notification.close()
  const target = new URL(String(event.notification.data ?? '/'), worker.location.origin)
  const here = target.origin === worker.location.origin ? target.pathname + target.search + target.hash : '/'
  event.waitUntil(worker.clients.openWindow(here))
})
