import { addresses } from '@/core/addresses'
import { call } from '../ui/api'
import { all, announce, make, onSubmit } from '../ui/dom'
import { forgetDraft, PREFIX } from './drafts'
import { type Attempt, adoptUnsent, dropUnsent, keepUnsent, sendUnsent, type Unsent, unsent } from './unsent'

const FORM = 'form[data-enhance=bemoan]'
const BRIEFLY = 12_000

/** Returns the signed-in user's handle, from the page. */
const handleHere = (): string | null =>
  /^\/u\/([a-z0-9_-]+)$/.exec(
    document.querySelector(`.who a[href^="${addresses.user('')}"]`)?.getAttribute('href') ?? '',
  )?.[1] ?? null

function inputOf(form: HTMLFormElement): Unsent['input'] {
  const data = new FormData(form)
  const text = (name: string) => String(data.get(name) ?? '')
  return {
    body: text('body'),
    tags: data.getAll('tags').map(String),
    ...(text('details').trim() ? { details: text('details') } : {}),
    ...(data.get('anonymous') ? { anonymous: true } : {}),
  }
}

/** True for temporary failures: no network (0), rate limit (429), and server errors such as an unreachable database. */
const passes = (status: number): boolean => status === 0 || status === 429 || status >= 500

let last: { id: number; url: string } | null = null

async function send({ key, input }: Unsent): Promise<Attempt> {
  const reply = await call<{ id: number; url: string }>('POST', 'bemoanings', {
    body: input,
    headers: { 'idempotency-key': key },
  })
  if (reply.ok) {
    last = reply.value
    return { state: 'sent' }
  }
  return passes(reply.status) ? { state: 'waits' } : { state: 'refused', why: reply.detail }
}

/** Shows that a bemoaning was sent, in an overlay that does not move the page. */
function tellSent(): void {
  if (!last) return
  const { pathname } = new URL(last.url)
  const note = make(
    'p',
    { className: 'toast' },
    'You are online again. Bemoaned: ',
    make('a', { href: pathname }, `#${last.id}`),
  )
  note.setAttribute('role', 'status')
  document.body.append(note)
  setTimeout(() => note.remove(), BRIEFLY)
}

function backIntoForm(form: HTMLFormElement, { key, input }: Unsent): void {
  for (const [name, value] of Object.entries({ body: input.body, details: input.details ?? '' })) {
    const field = form.querySelector<HTMLTextAreaElement>(`[name=${name}]`)
    if (field) field.value = value
    field?.dispatchEvent(new Event('input', { bubbles: true }))
  }
  for (const box of all<HTMLInputElement>('[name=tags]', form)) box.checked = input.tags.includes(box.value)
  dropUnsent(key)
  list()
}

/** Lists unsent bemoanings on the page with the form. */
function list(): void {
  const place = document.querySelector<HTMLElement>('[data-unsent]')
  const form = document.querySelector<HTMLFormElement>(FORM)
  if (!place || !form) return
  const handle = handleHere()
  const items = unsent()
    .filter((one) => one.handle === handle)
    .map((one) => {
      const edit = make('button', { type: 'button', className: 'link' }, 'Edit')
      edit.addEventListener('click', () => backIntoForm(form, one))
      const discard = make('button', { type: 'button', className: 'link' }, 'Discard')
      discard.addEventListener('click', () => {
        dropUnsent(one.key)
        list()
      })
      const state = one.refused ?? 'Saved in this browser. We post it when you are online.'
      return make(
        'li',
        {},
        make('p', { dir: 'auto' }, one.input.body),
        make('p', { className: 'quiet' }, state, ' ', edit, ' ', discard),
      )
    })
  place.replaceChildren(...items)
}

function postpone(form: HTMLFormElement, handle: string): boolean {
  const one = { key: crypto.randomUUID(), handle, input: inputOf(form), refused: null }
  if (!keepUnsent(one)) return false
  form.reset()
  for (const field of all('textarea', form)) field.dispatchEvent(new Event('input', { bubbles: true }))
  forgetDraft(PREFIX + form.dataset.draft)
  list()
  announce('Saved in this browser. We post it when you are online.')
  return true
}

/** Sends a bemoaning written offline once the network is back: only once, and only for its author. */
export function startBemoanLater(): void {
  const form = document.querySelector<HTMLFormElement>(FORM)
  const me = handleHere()
  if (me !== null) adoptUnsent(me)
  const key = form?.querySelector<HTMLInputElement>('[name=key]')
  // A cached page has an idempotency key that may have been used already.
  if (key && !navigator.onLine && 'randomUUID' in crypto) key.value = crypto.randomUUID()
  list()
  onSubmit((sent, event) => {
    const handle = handleHere()
    if (!sent.matches(FORM) || navigator.onLine || handle === null || !('randomUUID' in crypto)) return
    if (postpone(sent, handle)) event.preventDefault()
  })
  const start = () =>
    navigator.onLine &&
    void sendUnsent(handleHere(), send)
      .then((done) => {
        if (done.length > 0) tellSent()
        list()
      })
      .catch(() => {})
  addEventListener('online', start)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') start()
  })
  start()
}
