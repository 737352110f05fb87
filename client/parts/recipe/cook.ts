import { keepAwake } from '../ui/awake'
import { all, make } from '../ui/dom'
import { keep, recall } from '../ui/store'
import { timerButton } from './timers'

type Kept = { step: number }

/** A single step of the recipe, in large type. */
function card(step: HTMLElement, at: number, count: number): HTMLElement[] {
  const text = step.querySelector('p')?.cloneNode(true) ?? ''
  const timers = all('[data-timer]', step).map((place) =>
    timerButton(place.dataset.label ?? '', Number(place.dataset.timer)),
  )
  return [
    make('p', { className: 'quiet', textContent: `Step ${at + 1} of ${count}` }),
    make('h2', { textContent: step.dataset.step ?? '', tabIndex: -1 }),
    make('div', { className: 'cook-text' }, text),
    make('p', { className: 'cook-timers' }, ...timers),
  ]
}

/** Cook mode: one step at a time, with its timers, while the screen stays on. Remembers the step. */
export function startCook(): void {
  const recipe = document.querySelector<HTMLElement>('[data-recipe]')
  const steps = all('[data-step]', recipe ?? document)
  const tools = recipe?.querySelector('[data-recipe-tools]')
  if (!recipe || !tools || steps.length === 0 || typeof HTMLDialogElement === 'undefined') return
  const key = `cook-${recipe.dataset.recipe}`
  let at = Math.min(recall<Kept>(key)?.step ?? 0, steps.length - 1)
  let sleep = () => {}
  const [stage, status] = [make('div', { className: 'cook-stage' }), make('p', { className: 'quiet' })]
  status.setAttribute('role', 'status')
  const [back, on, close] = ['Back', 'Next step', 'Close'].map((textContent) =>
    make('button', { type: 'button', textContent }),
  ) as [HTMLButtonElement, HTMLButtonElement, HTMLButtonElement]
  const dialog = make(
    'dialog',
    { className: 'cook' },
    make('div', { className: 'cook-bar' }, status, close),
    stage,
    make('div', { className: 'cook-bar' }, back, on),
  )
  dialog.setAttribute('aria-label', 'Cook mode')
  const show = (): void => {
    const step = steps[at]
    if (step) stage.replaceChildren(...card(step, at, steps.length))
    back.disabled = at === 0
    on.textContent = at === steps.length - 1 ? 'Done' : 'Next step'
    stage.querySelector<HTMLElement>('h2')?.focus()
  }
  const go = (to: number): void => {
    at = to
    keep(key, { step: at })
    show()
  }
  back.addEventListener('click', () => go(at - 1))
  on.addEventListener('click', () => {
    if (at < steps.length - 1) return go(at + 1)
    keep(key, null)
    at = 0
    dialog.close()
  })
  close.addEventListener('click', () => dialog.close())
  dialog.addEventListener('close', () => sleep())
  dialog.addEventListener('keydown', ({ key: pressed }) => {
    if (pressed === 'ArrowRight' && at < steps.length - 1) go(at + 1)
    if (pressed === 'ArrowLeft' && at > 0) go(at - 1)
  })
  const start = make('button', { type: 'button', className: 'primary', textContent: 'Cook mode' })
  start.addEventListener('click', () => {
    show()
    dialog.showModal()
    sleep = keepAwake((text) => {
      status.textContent = text
    })
  })
  recipe.append(dialog)
  tools.prepend(start)
}
