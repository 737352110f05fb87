import { ago } from '@/core/time'
import { all, make, onReturn, onSubmit } from '../ui/dom'
import { keep, keptNames, NOBODY, ownerHere, recall, recallForBrowser } from '../ui/store'
import { controlsOf, type Draft, fill, hasArrived, isUntouched, readDraft, type Sent } from './draft'

export const PREFIX = 'draft:'
const SENT = 'sent'
/** Names of the drafts typed in this tab while signed out. */
const TYPED = 'typed'
const REST = 300
const LONGEST = 30 * 86_400_000

const nameOf = (form: HTMLFormElement): string => PREFIX + form.dataset.draft
const here = (): string => location.href.replace(/#.*$/, '')

const unsaved = new Map<HTMLFormElement, ReturnType<typeof setTimeout>>()

function save(form: HTMLFormElement): void {
  clearTimeout(unsaved.get(form))
  unsaved.delete(form)
  const name = nameOf(form)
  const draft = readDraft(controlsOf(form), Date.now())
  keep(name, draft)
  if (ownerHere() !== NOBODY) return
  const typed = new Set(recall<string[]>(TYPED, 'session'))
  if (draft) typed.add(name)
  else typed.delete(name)
  keep(TYPED, typed.size > 0 ? [...typed] : null, 'session')
}

/**
 * Moves drafts typed in this tab while signed out to the account that signs in. Does not overwrite the account's own
 * drafts.
 */
function adopt(): void {
  if (ownerHere() === NOBODY) return
  const left = (recall<string[]>(TYPED, 'session', NOBODY) ?? []).filter((name) => {
    const draft = recall<Draft>(name, 'local', NOBODY)
    if (!draft) return false
    if (recall<Draft>(name) || !keep(name, draft)) return true
    keep(name, null, 'local', NOBODY)
    return false
  })
  keep(TYPED, left.length > 0 ? left : null, 'session', NOBODY)
}

/**
 * Saves a form that the server returned filled because the session had ended. This browser's drafts are about to be
 * cleared, so this tab keeps it, and restores it only for the person who typed it.
 */
function keepReturned(form: HTMLFormElement): void {
  const remembered = recallForBrowser('owner')
  if (ownerHere() !== NOBODY || !isRefused() || isUntouched(controlsOf(form))) return
  if (remembered === null) save(form)
  else keep(nameOf(form), readDraft(controlsOf(form), Date.now()), 'session', remembered)
}

/** True if the page shows a form that the server rejected. */
const isRefused = (): boolean => document.querySelector('.notice[role=alert]') !== null

const draftOf = (name: string): Draft | null => recall<Draft>(name) ?? recall<Draft>(name, 'session')

/** Deletes a draft: the server has it, or its owner discarded it. @param name with its prefix */
export function forgetDraft(name: string): void {
  keep(name, null)
  keep(name, null, 'session')
}

/** Deletes a draft once the server has it, and drafts that are too old. */
function settle(): void {
  const sent = recall<Sent>(SENT, 'session')
  keep(SENT, null, 'session')
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  const page = {
    type: navigation?.type ?? '',
    referrer: document.referrer,
    previous: ('navigation' in window && window.navigation.activation?.from?.url) || null,
    redirects: navigation?.redirectCount ?? 0,
    refused: isRefused(),
  }
  if (sent && hasArrived(sent, page)) forgetDraft(PREFIX + sent.key)
  for (const name of keptNames(PREFIX))
    if ((recall<Draft>(name)?.at ?? 0) < Date.now() - LONGEST) keep(name, null)
}

const tellForm = (field: Element): boolean => field.dispatchEvent(new Event('input', { bubbles: true }))

function restore(form: HTMLFormElement): void {
  const draft = draftOf(nameOf(form))
  const controls = controlsOf(form)
  if (!draft || !isUntouched(controls)) return
  const filled = fill(controls, draft)
  for (const field of filled) {
    tellForm(field)
    const folded = field.closest('details')
    if (folded && form.contains(folded)) folded.open = true
  }
  // Restoring changed nothing, so there is nothing to save.
  clearTimeout(unsaved.get(form))
  unsaved.delete(form)
  offerDiscard(form, draft)
}

function offerDiscard(form: HTMLFormElement, draft: Draft): void {
  const note = form.querySelector<HTMLElement>('[data-draft-note]')
  if (!note) return
  const discard = make('button', { type: 'button', className: 'link' }, 'Discard')
  discard.addEventListener('click', () => {
    form.reset()
    for (const field of controlsOf(form)) tellForm(field)
    forgetDraft(nameOf(form))
    save(form)
    note.replaceChildren()
    controlsOf(form)[0]?.focus()
  })
  note.replaceChildren(`Kept from ${ago(new Date(draft.at))}. `, discard)
  note.hidden = false
  // A reply ends up where it was typed.
  const folded = form.parentElement?.closest('details')
  if (folded) folded.open = true
}

/**
 * Keeps forms that the server shows filled after a sign-in, and takes their name out of the address: what is typed from
 * now on is newer than what the address shows.
 */
function keepSignedIn(): void {
  const url = new URL(location.href)
  if (!url.searchParams.has('kept')) return
  for (const form of all<HTMLFormElement>('form[data-draft]')) {
    if (isUntouched(controlsOf(form))) continue
    save(form)
    if (!draftOf(nameOf(form))) return
  }
  url.searchParams.delete('kept')
  history.replaceState(history.state, '', url)
}

/** Keeps form input until the server has it. */
export function startDrafts(): void {
  settle()
  adopt()
  for (const form of all<HTMLFormElement>('form[data-draft]')) {
    keepReturned(form)
    restore(form)
  }
  keepSignedIn()
  document.querySelector('[data-draft-hint]')?.append('We keep your draft in this browser.')
  document.addEventListener('input', ({ target }) => {
    const form = (target as Element).closest<HTMLFormElement>('form[data-draft]')
    if (!form) return
    clearTimeout(unsaved.get(form))
    unsaved.set(
      form,
      setTimeout(() => save(form), REST),
    )
  })
  const saveAll = () => {
    for (const form of [...unsaved.keys()]) save(form)
  }
  addEventListener('pagehide', saveAll)
  // A phone may kill a hidden page without further events.
  document.addEventListener('visibilitychange', saveAll)
  onSubmit((form) => {
    if (form.dataset.draft === undefined) return
    save(form)
    keep(SENT, { key: form.dataset.draft, from: here() } satisfies Sent, 'session')
  })
  // A click on a link means that the user did not wait for the response.
  document.addEventListener('click', ({ target }) => {
    if (target instanceof Element && target.closest('a[href]')) keep(SENT, null, 'session')
  })
  onReturn(() => keep(SENT, null, 'session'))
}
