/** The global scope of a service worker, as far as ours uses it: TypeScript's types for it exclude the page's. */
type Extendable = Event & { waitUntil: (work: Promise<unknown>) => void }

export type FetchEvent = Extendable & {
  request: Request
  preloadResponse: Promise<Response | undefined>
  respondWith: (answer: Response | Promise<Response>) => void
}
export type MessageEvent = Extendable & { data: unknown }
export type PushEvent = Extendable & { data: { json: () => unknown } | null }
export type ClickEvent = Extendable & { notification: Notification }

type Events = {
  install: Extendable
  activate: Extendable
  fetch: FetchEvent
  message: MessageEvent
  push: PushEvent
  notificationclick: ClickEvent
}

export type WorkerScope = {
  location: Location
  addEventListener: <N extends keyof Events>(name: N, hear: (event: Events[N]) => void) => void
  skipWaiting: () => Promise<void>
  clients: { claim: () => Promise<void>; openWindow: (url: string) => Promise<unknown> }
  registration: {
    navigationPreload?: { enable: () => Promise<void> }
    showNotification: (title: string, options: NotificationOptions) => Promise<void>
  }
}
