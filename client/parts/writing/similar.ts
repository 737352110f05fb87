import { plural } from '@/core/plural'
import { graphemes } from '@/text/graphemes'
import { call } from '../ui/api'
import { all, announce, make, say } from '../ui/dom'
import { becomeKnown } from '../votes/known'

type Bemoaning = { id: number; url: string; body: string }

const REST = 600
const LEAST = 20
const MOST = 3
/** Maximum length that the API accepts. */
const LONGEST = 4_000

/** Returns the path of an address: the site may be reached under a different origin than its own. */
export const pathOf = (url: string): string => {
  const { pathname, search } = new URL(url)
  return pathname + search
}

/** Removes lone surrogates, which a cut through an emoji leaves behind: a URL cannot encode them. */
const whole = (text: string): string =>
  text.replace(/[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g, (found) =>
    found.length === 2 ? found : '',
  )

/** Returns the search text; null if it is too short for a useful result. */
export function questionOf(text: string): string | null {
  const trimmed = text.trim()
  return graphemes(trimmed, LEAST) < LEAST ? null : whole(trimmed.slice(0, LONGEST))
}

function item({ id, url, body }: Bemoaning): HTMLElement {
  const button = make('button', { type: 'button' }, 'I bemoan this too')
  button.addEventListener('click', async () => {
    button.setAttribute('aria-disabled', 'true')
    const reply = await call('PUT', `bemoanings/${id}/vote`, { body: { kind: 'bemoan' } })
    if (reply.ok) {
      becomeKnown()
      location.assign(pathOf(url))
      return
    }
    button.removeAttribute('aria-disabled')
    say(button, `${reply.detail} We kept what you typed.`, 'vote-error')
  })
  const text = make('a', { href: pathOf(url), dir: 'auto' }, body)
  return make('li', {}, text, ' ', button)
}

function watch(area: HTMLTextAreaElement, box: HTMLElement): void {
  let resting: ReturnType<typeof setTimeout>
  let asked: string | null = null
  let pending = new AbortController()

  const show = (items: readonly Bemoaning[]) => {
    const ids = items.map(({ id }) => id).join()
    if (ids === (box.dataset.ids ?? '')) return
    box.dataset.ids = ids
    if (items.length === 0) return box.replaceChildren()
    box.replaceChildren(make('h2', {}, 'Is it one of these?'), make('ul', {}, ...items.map(item)))
    announce(`Below your text: ${plural(items.length, 'similar bemoaning')}.`)
  }

  const ask = async () => {
    const question = questionOf(area.value)
    if (question === asked) return
    asked = question
    pending.abort()
    if (question === null) return show([])
    pending = new AbortController()
    const { signal } = pending
    const query = `bemoanings/similar?body=${encodeURIComponent(question)}`
    const reply = await call<{ items: Bemoaning[] }>('GET', query, { signal })
    // Optional help: failures are not shown.
    if (!signal.aborted && reply.ok) show(reply.value.items.slice(0, MOST))
  }

  area.addEventListener('input', () => {
    clearTimeout(resting)
    resting = setTimeout(ask, REST)
  })
  if (area.value) void ask()
}

/** Shows similar bemoanings while the user is writing. */
export function startSimilar(): void {
  for (const box of all('[data-similar]')) {
    const area = box.closest('form')?.querySelector<HTMLTextAreaElement>('textarea[name=body]')
    if (area) watch(area, box)
  }
}
