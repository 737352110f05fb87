import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** A step in links or elinks: on a control that is named by the text beside it, to an address, or a key of tmux's name. */
export type Move =
  | { fill: string; with: string }
  | { tick: string }
  | { press: string }
  | { go: string }
  | { key: string }

const COLUMNS = 100
/** Rows of the terminal: whole pages fit on it, so nothing must be scrolled. */
const ROWS = 900
/** A key is done after so many milliseconds without a change on the screen. */
const QUIET = 150
const SLOWEST = 20_000

/** The status line while the browser waits for the network. */
const isLoading =
  /^(?:Looking up|Making connection|Connecting|Connected|SSL|Request sent|Logging|Waiting|Received|Processing)/
/** The status line while keys go into a field. */
const isTyping = /^(?:Text field|Text area|Password field|Textarea)(?!.*press Enter to edit)/

const programs = {
  elinks: [],
  links: ['-html-numbered-links', '1'],
  links2: ['-html-numbered-links', '1'],
} as const
export type LinksProgram = keyof typeof programs

/** Options of elinks: numbers at links and controls, and no question before a form is sent. */
const elinksOptions = `set document.browse.links.numbering = 1
set document.browse.links.number_keys_select_link = 2
set document.browse.forms.confirm_submit = 0
set terminal.screen.utf_8_io = 1
`

/** @returns the source of a pattern that finds a text, wherever its lines are broken */
export const pattern = (text: string): string =>
  text
    .split(' ')
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('\\s+')

/** A links, links2 or elinks on a terminal of tmux, with its own home and so its own cookies. */
export class Links {
  private readonly home = mkdtempSync(join(tmpdir(), 'links-'))
  private readonly env = { ...process.env, HOME: this.home, TMUX_TMPDIR: this.home, LANG: 'C.UTF-8' }

  private isOpen = false

  constructor(private readonly program: LinksProgram) {
    // Without these folders the programs begin with a welcome.
    for (const name of ['.elinks', '.links', '.links2']) mkdirSync(join(this.home, name))
    writeFileSync(join(this.home, '.elinks', 'elinks.conf'), elinksOptions)
  }

  private tmux(...args: string[]): string {
    const { status, stdout, stderr } = spawnSync('tmux', ['-f', '/dev/null', ...args], {
      encoding: 'utf8',
      env: this.env,
    })
    if (status !== 0) throw new Error(`tmux ${args[0]}: ${stderr}`)
    return stdout
  }

  /** @returns the text on the terminal, without empty lines */
  shown(): string {
    return this.tmux('capture-pane', '-p')
      .split('\n')
      .map((line) => line.trimEnd())
      .filter(Boolean)
      .join('\n')
  }

  private status = (): string => this.shown().split('\n').at(-1) ?? ''

  private async settle(): Promise<void> {
    const start = Date.now()
    let last = ''
    for (let since = start; Date.now() - start < SLOWEST; await sleep(30)) {
      const now = this.tmux('capture-pane', '-p')
      if (now !== last || isLoading.test(this.status())) since = Date.now()
      last = now
      if (Date.now() - since > QUIET) return
    }
  }

  private async keys(...keys: string[]): Promise<void> {
    for (const key of keys) {
      this.tmux('send-keys', key)
      await this.settle()
    }
  }

  private async type(text: string): Promise<void> {
    for (const [index, line] of text.split('\n').entries()) {
      if (index > 0) await this.keys('Enter')
      if (line) this.tmux('send-keys', '-l', '--', line)
      await this.settle()
    }
  }

  /** Leaves a field: the keys of commands are letters and digits. */
  private async leave(): Promise<void> {
    for (let left = 60; left > 0 && isTyping.test(this.status()); left -= 1) await this.keys('Down')
  }

  /** Moves the cursor to a link or control by its number; links then presses it, unless it is a field for text. */
  private async to(found: RegExp): Promise<void> {
    const start = Date.now()
    let number = found.exec(this.shown())?.[1]
    for (; !number && Date.now() - start < SLOWEST; number = found.exec(this.shown())?.[1]) await sleep(100)
    if (!number) throw new Error(`${this.program} does not show ${found}:\n${this.shown()}`)
    await this.leave()
    await this.keys(...number, 'Enter')
  }

  /** Presses the last key, and waits for the page that it brings. */
  private async load(...keys: string[]): Promise<void> {
    await this.keys(...keys)
    // A redirect begins a moment after the response before it.
    await sleep(2 * QUIET)
    await this.settle()
  }

  /** Opens an address and makes these moves there. @returns the text of the page that it ends at */
  async do(address: string, moves: readonly Move[]): Promise<string> {
    await this.go(address)
    for (const move of moves) {
      if ('go' in move) {
        await this.go(move.go)
      } else if ('key' in move) {
        await this.load(move.key)
      } else if ('press' in move) {
        await this.to(new RegExp(`\\[(\\d+)\\]${pattern(move.press)}`))
        await this.load(...(this.program === 'elinks' ? ['Enter'] : []))
      } else if ('tick' in move) {
        await this.to(new RegExp(`\\[(\\d+)\\](?:\\[ \\])?\\s*${pattern(move.tick)}`))
        if (this.program === 'elinks') await this.keys('Enter')
      } else {
        await this.to(new RegExp(`${pattern(move.fill)}[^[]*\\[(\\d+)\\]`))
        if (this.program === 'elinks') await this.keys('Enter')
        await this.type(move.with)
        await this.leave()
      }
    }
    return this.shown()
  }

  private async go(address: string): Promise<void> {
    if (!this.isOpen) {
      const command = ['env', 'TERM=screen', this.program, ...programs[this.program], address]
      this.tmux('new-session', '-d', '-x', String(COLUMNS), '-y', String(ROWS), ...command)
      this.isOpen = true
      return this.load()
    }
    await this.leave()
    await this.keys('g', 'C-u')
    await this.type(address)
    await this.load('Enter')
  }

  /** Ends the program, which writes its history then, and removes its home. */
  async close(): Promise<void> {
    if (this.isOpen) {
      const folder = `/proc/${this.tmux('display-message', '-p', '#{pane_pid}').trim()}`
      this.tmux('kill-server')
      for (let left = 100; left > 0 && existsSync(folder); left -= 1) await sleep(50)
    }
    rmSync(this.home, { recursive: true, force: true })
  }
}
