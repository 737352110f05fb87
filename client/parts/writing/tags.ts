import { all, announce, make } from '../ui/dom'
import { findTags, fit, suggestTags } from './tag-find'

type Choice = { label: HTMLElement; box: HTMLInputElement; names: string }

function readChoices(field: HTMLElement): Choice[] {
  return all('.tag-choice', field).flatMap((label) => {
    const box = label.querySelector<HTMLInputElement>('input[type=checkbox]')
    return box ? [{ label, box, names: label.dataset.find ?? label.textContent ?? '' }] : []
  })
}

/** The line below the tags. */
export function sentence(chosen: number, most: number): string {
  if (chosen < most) return ''
  if (chosen > most) return `You chose ${chosen} tags; ${most} is the most. Remove ${chosen - most}.`
  return `That makes ${most}, the limit.`
}

function help(field: HTMLElement): void {
  const choices = readChoices(field)
  const most = Number(field.dataset.most)
  const list = choices[0]?.label.parentElement
  const text = field.closest('form')?.querySelector<HTMLTextAreaElement>('textarea[name=body]')
  const said = field.querySelector('[data-tags-said]')
  const find = make('input', { type: 'text', placeholder: 'Type a tag', autocomplete: 'off' })
  find.setAttribute('aria-label', 'Find a tag')
  find.enterKeyHint = 'done'
  const row = make('div', { className: 'tag-choices' })
  field.querySelector('[data-tag-find]')?.append(find, row)

  const limit = () => {
    const chosen = choices.filter(({ box }) => box.checked).length
    for (const { box } of choices) box.disabled = !box.checked && chosen >= most
    return sentence(chosen, most)
  }

  const tell = (words: string) => {
    if (said) said.textContent = words
  }

  /**
   * Puts the chosen tags beside the field, then those found by typing, or else those that the text suggests. The others stay
   * in the full list.
   * @returns the tag that Enter chooses
   */
  const show = (): Choice | undefined => {
    const typed = find.value.trim()
    const open = choices.filter(({ box }) => !box.checked)
    const names = open.map((choice) => choice.names)
    const found = (
      typed ? findTags(typed, names).slice(0, 12) : suggestTags(text?.value ?? '', names)
    ).flatMap((at) => open[at] ?? [])
    const beside = [...choices.filter(({ box }) => box.checked), ...found]
    row.replaceChildren(...beside.flatMap(({ label }) => [label, ' ']))
    list?.replaceChildren(
      ...choices.filter((choice) => !beside.includes(choice)).flatMap(({ label }) => [label, ' ']),
    )
    // A match in the middle of a word is shown, but Enter does not guess it.
    const next = typed && found[0] && fit(typed, found[0].names) > 1 ? found[0] : undefined
    for (const choice of choices) choice.label.toggleAttribute('data-next', choice === next)
    const limited = limit()
    const hint = !typed
      ? ''
      : next
        ? `Press Enter for ${next.label.textContent?.trim()}.`
        : found.length > 0
          ? ''
          : 'No tags match.'
    tell(limited || hint)
    return limited ? undefined : next
  }

  let resting: ReturnType<typeof setTimeout>
  text?.addEventListener('input', () => {
    clearTimeout(resting)
    // What has the focus must not be moved away from under it.
    resting = setTimeout(() => {
      if (!field.contains(document.activeElement)) show()
    }, 300)
  })
  field.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.type !== 'checkbox') return
    const limited = limit()
    tell(limited)
    if (limited) return
    const chosen = choices.filter(({ box }) => box.checked)
    const name = target.closest('label')?.textContent?.trim()
    announce(`${name} ${target.checked ? 'chosen' : 'removed'}, ${chosen.length} of ${most}.`)
  })
  field.closest('form')?.addEventListener('reset', () => setTimeout(show))
  find.addEventListener('input', show)
  find.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') find.value = ''
    else if (event.key !== 'Enter' || event.isComposing) return
    // Enter in a field would submit the form.
    else {
      const next = show()
      event.preventDefault()
      if (!next) return
      next.box.checked = true
      find.value = ''
      for (const kind of ['input', 'change']) next.box.dispatchEvent(new Event(kind, { bubbles: true }))
    }
    show()
  })
  show()
}

/** Finds tags as the user types, suggests those that the text mentions, and enforces the maximum. */
export function startTags(): void {
  for (const field of all('fieldset[data-tags]')) help(field)
}
