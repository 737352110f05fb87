import { HEIGHT, WIDTH } from '@/keys/randomart'
import { all, announce, make } from '../ui/dom'
import { type Walkable, walkableFrom } from './bishop-key'
import { type Moment, momentOf } from './bishop-steps'

const svgName = 'http://www.w3.org/2000/svg'

/** Draws the field as a heat map of visits, with a ring around the bishop. */
function heat(moment: Moment): SVGSVGElement {
  const svg = document.createElementNS(svgName, 'svg')
  svg.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`)
  svg.setAttribute('class', 'heat')
  svg.setAttribute('aria-hidden', 'true')
  const square = (x: number, y: number, name: string): void => {
    const rect = document.createElementNS(svgName, 'rect')
    for (const [key, value] of Object.entries({
      x: x + 0.04,
      y: y + 0.04,
      width: 0.92,
      height: 0.92,
      class: name,
    }))
      rect.setAttribute(key, String(value))
    svg.append(rect)
  }
  for (const [y, row] of moment.counts.entries())
    for (const [x, count] of row.entries()) square(x, y, `heat-${Math.min(count, 6)}`)
  square(moment.at.x, moment.at.y, 'heat-here')
  return svg
}

/** Draws a moment of the walk. @returns it in words */
function show(place: HTMLElement, found: Walkable & { ok: true }, step: number): string {
  const moment = momentOf(found.digest, step, { type: found.kind, bits: found.bits, hash: found.hash })
  const art = make('pre', { className: 'code code-art', textContent: moment.lines.join('\n') })
  art.setAttribute('role', 'img')
  art.setAttribute('aria-label', `Randomart of ${found.printed} after ${step} moves`)
  const bits = make(
    'p',
    { className: 'bits' },
    ...moment.bits.map((pair, at) =>
      at === moment.marked ? make('mark', { textContent: pair }) : make('span', { textContent: pair }),
    ),
  )
  bits.setAttribute('aria-hidden', 'true')
  place.replaceChildren(
    make('div', { className: 'bishop-fields' }, art, heat(moment)),
    bits,
    make('p', { className: 'bishop-said', textContent: moment.said }),
  )
  return moment.said
}

/** A slider along the walk, with a button for each direction. @param run returns the moment in words */
function stepper(count: number, run: (step: number) => string): HTMLElement {
  const slider = make('input', { type: 'range', min: '0', max: String(count), value: String(count) })
  slider.setAttribute('aria-label', 'Moves of the bishop')
  const go = (step: number): void => {
    slider.value = String(Math.max(0, Math.min(count, step)))
    slider.setAttribute('aria-valuetext', run(Number(slider.value)))
  }
  const button = (text: string, label: string, by: number): HTMLButtonElement => {
    const made = make('button', { type: 'button', textContent: text })
    made.setAttribute('aria-label', label)
    made.addEventListener('click', () => {
      go(Number(slider.value) + by)
      announce(slider.getAttribute('aria-valuetext') ?? '')
    })
    return made
  }
  slider.addEventListener('input', () => go(Number(slider.value)))
  return make(
    'div',
    { className: 'bishop-steps' },
    button('−', 'Previous move', -1),
    slider,
    button('+', 'Next move', 1),
  )
}

function startOne(widget: HTMLElement): void {
  const label = make('label', {
    textContent: 'A public key line or a fingerprint. It stays in this browser.',
  })
  const field = make('textarea', {
    rows: 3,
    spellcheck: false,
    id: 'bishop-key',
    value: widget.dataset.bishop ?? '',
  })
  label.htmlFor = field.id
  const why = make('p', { className: 'error' })
  why.setAttribute('role', 'status')
  const [stage, steps] = [make('div', { className: 'bishop-stage' }), make('div')]
  const draw = async (): Promise<void> => {
    const read = await walkableFrom(field.value, 'sha256')
    // The fingerprint does not reveal the key type, but the page knows it for its own key.
    const shown = read.ok && read.printed === widget.dataset.bishop && !read.kind
    const [kind = '', bits = '0'] = (widget.dataset.kind ?? '').split(' ')
    const found = shown ? { ...read, kind, bits: Number(bits) } : read
    why.textContent = found.ok ? '' : found.message
    if (!found.ok) return
    const count = found.digest.length * 4
    steps.replaceChildren(stepper(count, (step) => show(stage, found, step)))
    show(stage, found, count)
  }
  field.addEventListener('input', () => void draw())
  const own = widget.closest('.post') !== null
  if (own) widget.replaceChildren(make('div', { className: 'field' }, label, field, why), steps, stage)
  else widget.append(make('h2', { textContent: 'Step by step' }), steps, stage)
  void draw()
}

/** Draws the form's key in the page instead of sending it. */
function keepHere(form: HTMLFormElement): void {
  const [field] = all<HTMLTextAreaElement>('textarea', form)
  const [hash] = all<HTMLSelectElement>('select[name=hash]', form)
  const [layout] = all<HTMLSelectElement>('select[name=layout]', form)
  if (!field || !hash || !layout) return
  for (const hint of all('.hint', form))
    hint.textContent = 'This browser draws the picture. We don’t get the key.'
  form.addEventListener('submit', async (event) => {
    // Browsers have no MD5, and only the server draws the old frame.
    if (hash.value === 'md5' || layout.value === 'old') return
    event.preventDefault()
    const found = await walkableFrom(field.value, hash.value)
    const [old] = all('[data-widget]')
    if (!old) return
    const [stage, steps] = [make('div', { className: 'bishop-stage' }), make('div')]
    if (!found.ok) {
      old.replaceChildren(make('p', { className: 'error', role: 'alert', textContent: found.message }))
      return
    }
    const count = found.digest.length * 4
    steps.append(stepper(count, (step) => show(stage, found, step)))
    old.replaceChildren(
      make('p', {}, `${found.kind} ${found.bits || ''} `, make('code', { textContent: found.printed })),
      steps,
      stage,
    )
    show(stage, found, count)
  })
}

/** Animates the bishop's walk for any key. */
export function startBishop(): void {
  for (const widget of all('[data-widget]')) startOne(widget)
  for (const form of all<HTMLFormElement>('[data-randomart-form]')) keepHere(form)
}
