import { addresses } from '@/core/addresses'
import { PAGES } from '../offline/kept-pages'
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

/** The form by which somebody says that they leave this browser. That of `/settings/leave` the server may still refuse. */

const thisPage = (): string => location.href.replace(/#.*$/, '')

/** What /api/v1/mine says: the mark of whoever is signed in. Undefined from a build that did not say. */
type WhoIsHere = { owner?: string | null }

/** Deletes the pages that the service worker keeps, and has it keep this one anew. */
async function forgetPages(keep: string[]): Promise<void> {
  await globalThis.caches?.delete(PAGES)
  const registration = await navigator.serviceWorker?.getRegistration()
  registration?.active?.postMessage({ forget: true, keep })
}

/** Ends the pushes of this browser: they were for the person who left. */
async function endPushes(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration()
  const subscription = await registration?.pushManager?.getSubscription()
  await subscription?.unsubscribe()
}

/**
 * Deletes the drafts, waiting votes and whatever else other people than `stays` kept under keys of their own, and remembers
 * who stays.
 */
function clearKeys(stays: string): void {
  const others = (owner: string) => owner !== NOBODY && owner !== stays
  forget('local', others)
  // Nobody but its owner can get at a form that came back after the session ended, so it waits for them (see drafts.ts).
  if (stays === NOBODY) forgetOldUnsent()
  forget('session', (owner, key) => others(owner) && (stays !== NOBODY || !key.startsWith('draft:')))
  keepForBrowser('owner', stays === NOBODY ? null : stays)
}

/**
 * Clears everything other people than `stays` kept in this browser, their pages and pushes too.
 * @param keep addresses the service worker keeps again afterwards
 */
function clearOthers(stays: string, keep: string[]): void {
  clearKeys(stays)
  forgetPages(keep).catch(() => {})
  endPushes().catch(() => {})
}

/** Someone signs out. */
function part(): void {
  clearOthers(NOBODY, [])
  forget('session', () => true)
}

/** @returns whether the site says that nobody is signed in. No answer, or an error, says nothing. */
export const saysNobody = (reply: Reply<WhoIsHere>): boolean => reply.ok && reply.value.owner === null

/**
 * Asks whether the person this browser remembers is still signed in. A page that everybody shares does not tell: we also
 * send it to people with a session while the database is away.
 */
async function ask(remembered: string | null): Promise<void> {
  const reply = await call<WhoIsHere>('GET', 'mine')
  // Another tab may have settled it meanwhile.
  if (saysNobody(reply) && recallForBrowser('owner') === remembered) clearOthers(NOBODY, [thisPage()])
}

/**
 * Leaves it to our drafts to fill a form when its owner goes back. Chromium does it too, on plain http even for a `no-store`
 * page that is another person's by now. Where we cannot keep drafts the browser goes on.
 */
function fillByDraftsAlone(here: string): void {
  if (here === NOBODY || recallForBrowser('owner') !== here) return
  for (const form of document.forms) if (form.dataset.draft !== undefined) form.autocomplete = 'off'
}

/** Sees to it that what this browser keeps is for the person who is here, and clears it when they leave. */
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
      // Typed on a shared page while the other person was still signed in, so it is theirs.
      forget('session', (owner) => owner === NOBODY)
    }
  }
  fillByDraftsAlone(here)
  onSubmit((form) => {
    if (form.getAttribute('action') === addresses.signOut) part()
  })
  // The browser may keep a page in memory past its owner's sign-out.
  onReturn(() => {
    if (ownerHere() !== NOBODY && ownerHere() !== recallForBrowser('owner')) location.replace(location.href)
  })
}
