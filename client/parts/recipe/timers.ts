import { all, announce, make } from '../ui/dom'

/** Formats seconds as a clock: `14:05`, `1:00:00`. */
export function clock(seconds: number): string {
  const left = Math.max(0, Math.ceil(seconds))
  const [h, m, s] = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60]
  const two = (number: number): string => String(number).padStart(2, '0')
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`
}

type Running = { ends: number; tick: ReturnType<typeof setInterval> }
const running = new Map<string, Running>()

/** All buttons of a timer: it may be shown in the recipe and in cook mode. */
const buttonsOf = (id: string): HTMLButtonElement[] =>
  all<HTMLButtonElement>('button[data-runs]').filter((button) => button.dataset.runs === id)

function write(id: string, text: string, on: boolean): void {
  for (const button of buttonsOf(id)) {
    button.textContent = text
    button.setAttribute('aria-pressed', String(on))
  }
}

function stop(id: string): void {
  clearInterval(running.get(id)?.tick)
  running.delete(id)
}

/** A countdown button; another press stops it. Uses the clock, so a suspended page loses no time. */
export function timerButton(label: string, seconds: number): HTMLButtonElement {
  const id = `${label}-${seconds}`
  const idle = `${label}: ${clock(seconds)}`
  const button = make('button', { type: 'button', className: 'timer-button', textContent: idle })
  button.dataset.runs = id
  button.setAttribute('aria-pressed', String(running.has(id)))
  button.addEventListener('click', () => {
    if (running.has(id)) {
      stop(id)
      write(id, idle, false)
      return
    }
    const ends = Date.now() + seconds * 1_000
    const show = (): void => {
      const left = (ends - Date.now()) / 1_000
      if (left > 0) {
        write(id, `${label}: ${clock(left)}`, true)
        return
      }
      stop(id)
      write(id, `${label}: done`, false)
      announce(`${label}: time is up.`)
      navigator.vibrate?.([300, 150, 300])
    }
    running.set(id, { ends, tick: setInterval(show, 500) })
    show()
  })
  return button
}

/** Turns the times of a recipe into timers. */
export function startTimers(): void {
  for (const place of all('[data-timer]'))
    place.replaceChildren(timerButton(place.dataset.label ?? '', Number(place.dataset.timer)))
}
