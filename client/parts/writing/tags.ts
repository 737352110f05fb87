import { all, make } from '../ui/dom'
import { findTags } from './tag-find'

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
  if (chosen > most) return `${chosen} are ticked; ${most} is the most. Untick ${chosen - most}.`
  return `${most} is the most. Untick one to choose another.`
}

function help(field: HTMLElement): void {
  const choices = readChoices(field)
  const most = Number(field.dataset.most)
  const find = make('input', { type: 'text', placeholder: 'Type to find a tag', autocomplete: 'off' })
  find.setAttribute('aria-label', 'Find a tag')
  const said = field.querySelector('[data-tags-said]')
  const place = choices[0]?.label.parentElement

  const limit = () => {
    const chosen = choices.filter(({ box }) => box.checked).length
    for (const { box } of choices) box.disabled = !box.checked && chosen >= most
    return sentence(chosen, most)
  }

  /** Shows the chosen tags first, then the search results, best first. @returns the tag that Enter ticks */
  const show = (): Choice | undefined => {
    const typed = find.value.trim()
    const open = choices.filter(({ box }) => !box.checked)
    const found = typed
      ? findTags(
          typed,
          open.map(({ names }) => names),
        ).flatMap((at) => open[at] ?? [])
      : open
    const shown = [...choices.filter(({ box }) => box.checked), ...found]
    // The content below must not jump while the user types.
    if (place) place.style.minHeight = typed ? place.style.minHeight || `${place.offsetHeight}px` : ''
    for (const choice of choices) choice.label.hidden = !shown.includes(choice)
    place?.prepend(...shown.map(({ label }) => label))
    const next = typed ? found[0] : undefined
    for (const choice of choices) choice.label.toggleAttribute('data-next', choice === next)
    const limited = limit()
    const hint = !typed
      ? ''
      : next
        ? `Enter ticks ${next.label.textContent?.trim()}.`
        : 'No tag is called that.'
    if (said) said.textContent = limited || hint
    return limited ? undefined : next
  }

  field.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.type !== 'checkbox') return
    const limited = limit()
    if (said) said.textContent = limited
  })
  field.closest('form')?.addEventListener('reset', () => setTimeout(show))
  const started = limit()
  if (said && started) said.textContent = started
  field.querySelector('[data-tag-find]')?.append(find)
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
      next.box.dispatchEvent(new Event('input', { bubbles: true }))
    }
    show()
  })
}

/** Searches tags as the user types, and enforces the maximum per bemoaning. */
export function startTags(): void {
  for (const field of all('fieldset[data-tags]')) help(field)
}
