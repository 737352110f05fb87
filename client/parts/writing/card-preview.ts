import { all, make } from '../ui/dom'

function draw(box: HTMLElement, form: HTMLFormElement): void {
  const text = form.querySelector<HTMLTextAreaElement>('textarea[name=body]')?.value.trim() ?? ''
  box.replaceChildren()
  if (!text) return
  const anonymous = form.querySelector<HTMLInputElement>('input[name=anonymous]')?.checked ?? false
  const author = anonymous ? 'anonymous' : (box.dataset.cardPreview ?? '')
  const tags = all<HTMLInputElement>('input[name=tags]:checked', form).map(({ value }) =>
    make('span', { className: 'tag' }, value),
  )
  const gutter = make('div', { className: 'gutter' }, '#')
  gutter.setAttribute('aria-hidden', 'true')
  box.append(
    make('h2', { className: 'label' }, 'How it will look'),
    make(
      'div',
      { className: 'entry preview-entry' },
      gutter,
      make(
        'div',
        { className: 'entry-body' },
        make(
          'p',
          { className: 'bemoaning kept', dir: 'auto' },
          text,
          ' ',
          make('span', { className: 'stamp' }, 'IBTSOCS'),
        ),
        make('p', { className: 'byline' }, make('span', {}, author), make('span', {}, 'just now'), ...tags),
      ),
    ),
  )
}

/** Shows the card as it will look, while its text and tags are being chosen. */
export function startCardPreview(): void {
  for (const box of all('[data-card-preview]')) {
    const form = box.closest('form')
    if (!form) continue
    const redraw = () => draw(box, form)
    form.addEventListener('input', redraw)
    form.addEventListener('change', redraw)
    form.addEventListener('reset', () => setTimeout(redraw))
    redraw()
  }
}
