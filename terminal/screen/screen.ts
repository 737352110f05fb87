import { lookUp } from '@/core/look-up'
import { visible } from '@/text/visible'
import { CommandError, type Site } from '../command'
import { actions, hot, readOnAtEnd } from './actions'
import { Keys } from './keys'
import type { Look } from './look'
import { move, type Page, type Subject, textColumns, textPage, viewOf } from './page'
import { Painter } from './painter'
import { PlainPainter } from './plain-painter'
import { Prompt, type Question } from './prompt'
import type { Stage } from './stage'
import type { Surface } from './surface'

/** Sizes that it is drawn for: others are cut to these. */
const sizes = { columns: [40, 200], rows: [8, 200] } as const

const within = (value: number, [least, most]: readonly [number, number]): number =>
  Math.max(least, Math.min(most, value))

/** The most pages that wait below the one on top. */
const mostPages = 50

/** Keys that may wait: more than the longest text has, typed or pasted. */
const mostPending = 20_000

/** Keys with another name. */
const same: Readonly<Record<string, string>> = { down: 'j', up: 'k', enter: 'o', escape: 'q' }

/** The site on a terminal: pages on a stack, a bar, and a line for questions and answers. */
export class Screen implements Stage {
  private readonly keys = new Keys()
  private readonly surface: Surface
  private readonly stack: Page[] = []
  private prompt: Prompt | null = null
  private message = '? lists the keys'
  private work: Promise<void> = Promise.resolve()
  private over = false
  private pending = 0
  private columns = 80
  private rows = 24

  /** @param leave called when the reader quits */
  constructor(
    readonly site: Site,
    write: (text: string) => void,
    private readonly leave: () => void,
    private readonly look: Look,
  ) {
    this.surface = look.plain ? new PlainPainter(write) : new Painter(write, look)
  }

  get page(): Page {
    return this.stack.at(-1) ?? textPage('', [])
  }
  get subject(): Subject | undefined {
    return this.page.subjects[this.page.at]
  }
  get textColumns(): number {
    return textColumns(this.columns, this.look)
  }
  get isJury(): boolean {
    return this.subject?.type === 'pending'
  }

  /** Shows the front page. */
  async begin(columns: number, rows: number): Promise<void> {
    this.fit(columns, rows)
    this.surface.begin()
    await this.guard(async () => void this.stack.push(await hot(this.site)))
  }

  private fit(columns: number, rows: number): void {
    this.columns = within(columns || 80, sizes.columns)
    this.rows = within(rows || 24, sizes.rows)
  }

  /** The terminal has another size. */
  resize(columns: number, rows: number): void {
    this.fit(columns, rows)
    this.surface.forget()
    this.draw()
  }

  /** Takes what was typed. Keys wait for what earlier ones do. */
  type(bytes: Buffer): void {
    for (const key of this.keys.read(bytes)) {
      if (this.pending >= mostPending) return
      this.pending += 1
      this.work = this.work.then(async () => {
        this.pending -= 1
        await this.press(key)
      })
    }
  }

  private async press(key: string): Promise<void> {
    if (this.over) return
    await this.guard(async () => {
      if (this.prompt) return this.answer(this.prompt, key)
      if (key === 'ctrl-c' || key === 'ctrl-d') return this.quit()
      if (key === 'ctrl-l') return this.surface.forget()
      this.message = ''
      if (key === 'page-down' || key === ' ')
        return this.step(this.page.subjects[0]?.type === 'line' ? this.rows - 3 : 3)
      if (key === 'page-up') return this.step(this.page.subjects[0]?.type === 'line' ? 3 - this.rows : -3)
      if (key === 'home') return this.step(-this.page.subjects.length)
      if (key === 'end') return this.step(this.page.subjects.length)
      const name = lookUp(same, key) ?? key
      await actions.find((action) => action.key === name)?.run(this)
    })
  }

  private async answer(prompt: Prompt, key: string): Promise<void> {
    const taken = prompt.take(key)
    if (taken === null) return
    this.prompt = null
    if (taken === 'left' || (!prompt.typed.trim() && !prompt.asked.mayBeEmpty)) return
    try {
      await prompt.asked.answer(prompt.typed)
    } catch (error) {
      // What was typed is never lost: the question comes back with it, or another one that holds it.
      this.prompt ??= new Prompt({ ...prompt.asked, typed: prompt.typed })
      throw error
    }
  }

  /** Runs what a key does; a refusal is said in the last line. */
  private async guard(work: () => Promise<void> | void): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.message =
        error instanceof CommandError
          ? visible(error.message)
          : 'Something broke on our side. It is in our log; try again later.'
      if (!(error instanceof CommandError)) console.error('unexpected error in a screen', error)
    }
    this.draw()
  }

  say(message: string): void {
    this.message = message
  }
  ask(question: Question): void {
    this.prompt = new Prompt(question)
  }
  put(subject: Subject): void {
    this.page.subjects[this.page.at] = subject
  }
  open(page: Page): void {
    this.stack.push(page)
    // Who draws random ones for an hour goes back to the front page all the same.
    if (this.stack.length > mostPages) this.stack.splice(1, 1)
  }
  openText(title: string, lines: readonly string[]): void {
    this.open(textPage(title, lines))
  }
  replace(page: Page): void {
    this.stack.pop()
    this.stack.push(page)
  }
  /** Begins anew with a page. */
  restart(page: Page): void {
    this.stack.splice(0, this.stack.length, page)
  }
  async step(by: number): Promise<void> {
    move(this.page, by)
    if (by > 0) await readOnAtEnd(this)
  }
  back(): void {
    if (this.stack.length <= 1) this.quit()
    else this.stack.pop()
  }
  private quit(): void {
    this.over = true
    this.surface.end()
    this.leave()
  }

  private draw(): void {
    if (this.over) return
    const { page, prompt, columns, rows } = this
    const around = {
      title: `IBTSOCS · ${page.title}`,
      message: this.message || (page.subjects.length === 0 && !prompt ? 'Nothing here yet.' : ''),
      asked: prompt && { question: prompt.question, hints: prompt.hints, typed: prompt.typed },
    }
    const view = viewOf(page, columns, this.surface.room(around, columns, rows), this.look)
    this.surface.paint({ ...around, ...view }, columns, rows)
  }
}
