import { ago } from '@/lib/time'
import { all, make, onReturn, onSubmit } from './dom'
import { controlsOf, type Draft, fill, hasArrived, isUntouched, readDraft, type Sent } from './draft'
import { keep, keptNames, recall } from './store'

const PREFIX = 'draft:'
const SENT = 'sent'
const REST = 300
const LONGEST = 30 * 86_400_000

const nameOf = (form: HTMLFormElement): string => PREFIX + form.dataset.draft
const here = (): string => location.href.replace(/#.*$/, '')

const unsaved = new Map<HTMLFormElement, ReturnType<typeof setTimeout>>()

function save(form: HTMLFormElement): void {
  clearTimeout(unsaved.get(form))
  unsaved.delete(form)
  keep(nameOf(form), readDraft(controlsOf(form), Date.now()))
}

/** Forgets a draft once the server has it, and drafts that nobody came back for. */
function settle(): void {
  const sent = recall<Sent>(SENT, 'session')
  keep(SENT, null, 'session')
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  const page = {
    type: navigation?.type ?? '',
    referrer: document.referrer,
    refused: document.querySelector('.notice[role=alert]') !== null,
  }
  if (sent && hasArrived(sent, page)) keep(PREFIX + sent.key, null)
  for (const name of keptNames(PREFIX))
    if ((recall<Draft>(name)?.at ?? 0) < Date.now() - LONGEST) keep(name, null)
}

const tellForm = (field: Element): boolean => field.dispatchEvent(new Event('input', { bubbles: true }))

function restore(form: HTMLFormElement): void {
  const draft = recall<Draft>(nameOf(form))
  const controls = controlsOf(form)
  if (!draft || !isUntouched(controls)) return
  const filled = fill(controls, draft)
  for (const field of filled) {
    tellForm(field)
    const folded = field.closest('details')
    if (folded && form.contains(folded)) folded.open = true
  }
  // Nothing is new, so nothing needs to be saved.
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
    save(form)
    note.replaceChildren()
    controlsOf(form)[0]?.focus()
  })
  note.replaceChildren(`Kept from ${ago(new Date(draft.at))}. `, discard)
  note.hidden = false
  // A form that is folded away says that something is in it.
  form.parentElement?.closest('details')?.setAttribute('data-kept', '')
}

/** Keeps what is typed until the server has it. */
export function startDrafts(): void {
  settle()
  for (const form of all<HTMLFormElement>('form[data-draft]')) restore(form)
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
  // A phone may end a hidden page without another word.
  document.addEventListener('visibilitychange', saveAll)
  onSubmit((form) => {
    if (form.dataset.draft === undefined) return
    save(form)
    keep(SENT, { key: form.dataset.draft, from: here() } satisfies Sent, 'session')
  })
  // Whoever goes elsewhere did not wait for the answer.
  document.addEventListener('click', ({ target }) => {
    if (target instanceof Element && target.closest('a[href]')) keep(SENT, null, 'session')
  })
  onReturn(() => keep(SENT, null, 'session'))
}
