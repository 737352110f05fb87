import { all, make } from '../ui/dom'

function fill(box: HTMLElement, form: HTMLFormElement): void {
  const text = form.querySelector<HTMLTextAreaElement>('textarea[name=body]')?.value.trim() ?? ''
  const put = (name: string, ...nodes: (Node | string)[]) =>
    box.querySelector(`[data-preview-${name}]`)?.replaceChildren(...nodes)
  const author = box.querySelector<HTMLElement>('[data-preview-author]')?.dataset.previewAuthor ?? ''
  const anonymous = form.querySelector<HTMLInputElement>('input[name=anonymous]')?.checked ?? false
  put('text', text)
  put('author', anonymous ? 'anonymous' : author)
  put(
    'tags',
    ...all<HTMLInputElement>('input[name=tags]:checked', form).flatMap(({ value }) => [
      make('span', { className: 'tag' }, value),
      ' ',
    ]),
  )
  box.hidden = text === ''
}

/** Shows the card as it will look, while its text and tags are being chosen. */
export function startCardPreview(): void {
  for (const box of all('[data-card-preview]')) {
    const form = box.closest('form')
    if (!form) continue
    const refill = () => fill(box, form)
    form.addEventListener('input', refill)
    form.addEventListener('change', refill)
    form.addEventListener('reset', () => setTimeout(refill))
    refill()
  }
}
