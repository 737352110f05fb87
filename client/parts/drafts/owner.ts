import { addresses } from '@/core/addresses'
import { PAGES } from '../offline/kept-list'
import { call, type Reply } from '../ui/api'
import { onReturn, onSubmit } from '../ui/dom'
import {
  forget,
  forgetOldUnsent,
  forgetUnowned,
  keepForBrowser,
  NOBODY,
  ownerHere,
  recallForBrowser,
} from '../ui/store'
import { hasOldUnsent } from './unsent'

/** The address of this page without the fragment. */
const thisPage = (): string => location.href.replace(/#.*$/, '')

/** The part of the response of /api/v1/mine with the mark of the signed-in user. Undefined from older builds. */
type WhoIsHere = { owner?: string | null }

/** Deletes the pages cached by the service worker, and lets it cache this one again. */
async function forgetPages(keep: string[]): Promise<void> {
  await globalThis.caches?.delete(PAGES)
  const registration = await navigator.serviceWorker?.getRegistration()
  registration?.active?.postMessage({ forget: true, keep })
}

/** Unsubscribes this browser from push, which was for the previous user. */
async function endPushes(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration()
  const subscription = await registration?.pushManager?.getSubscription()
  await subscription?.unsubscribe()
}

/**
 * Deletes drafts, waiting votes and all other data that owners other than `stays` kept under their own keys, and
 * remembers who stays.
 */
function clearKeys(stays: string): void {
  const others = (owner: string) => owner !== NOBODY && owner !== stays
  forget('local', others)
  // Only its owner can read a form returned after the session ended, so it is kept for them (see drafts.ts).
  if (stays === NOBODY) forgetOldUnsent()
  forget('session', (owner, key) => others(owner) && (stays !== NOBODY || !key.startsWith('draft:')))
  keepForBrowser('owner', stays === NOBODY ? null : stays)
}

/**
 * Deletes everything that owners other than `stays` kept in this browser, including pages and push subscriptions.
 * @param keep addresses that the service worker caches again afterwards
 */
function clearOthers(stays: string, keep: string[]): void {
  clearKeys(stays)
  forgetPages(keep).catch(() => {})
  endPushes().catch(() => {})
}

/** Runs on sign-out. */
function part(): void {
  clearOthers(NOBODY, [])
  forget('session', () => true)
}

/** @returns true if the site says that no user is signed in. A missing response or an error says nothing. */
export const saysNobody = (reply: Reply<WhoIsHere>): boolean => reply.ok && reply.value.owner === null

/**
 * Checks whether the remembered user is still signed in. A shared page does not tell: it is also sent to users with a
 * session while the database is unreachable.
 */
async function ask(remembered: string | null): Promise<void> {
  const reply = await call<WhoIsHere>('GET', 'mine')
  // Another tab may have done it in the meantime.
  if (saysNobody(reply) && recallForBrowser('owner') === remembered) clearOthers(NOBODY, [thisPage()])
}

/**
 * Lets only our drafts restore a form on back navigation. Chromium restores forms too, on plain http even on a
 * `no-store` page that now belongs to another person. If we cannot keep drafts, the browser's restoring stays on.
 */
function fillByDraftsAlone(here: string): void {
  if (here === NOBODY || recallForBrowser('owner') !== here) return
  for (const form of document.forms) if (form.dataset.draft !== undefined) form.autocomplete = 'off'
}

/** Keeps the data in this browser for its current user, and clears it when they leave. */
export function startOwner(): void {
  if (window !== window.top) return
  forgetUnowned()
  const [here, remembered] = [ownerHere(), recallForBrowser('owner')]
  if (here === NOBODY) {
    if (remembered !== null || hasOldUnsent()) void ask(remembered)
  } else if (here !== remembered) {
    if (remembered === null) clearKeys(here)
    else {
      clearOthers(here, [thisPage()])
      // Typed on a shared page while the other person was still signed in, so it belongs to them.
      forget('session', (owner) => owner === NOBODY)
    }
  }
  fillByDraftsAlone(here)
  onSubmit((form) => {
    // Not on `/settings/leave`, which the server may still refuse.
    if (form.getAttribute('action') === addresses.signOut) part()
  })
  // The bfcache may keep a page past its owner's sign-out.
  onReturn(() => {
    if (ownerHere() !== NOBODY && ownerHere() !== recallForBrowser('owner')) location.replace(location.href)
  })
}
