import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * A step in w3m: find a text, which moves the cursor there; fill the field under the cursor with one line, or with
 * several by an editor; move to the next or the last link or field; tick it; press it, which loads a page; go to an address.
 */
export type Step =
  | { find: string }
  | { fill: string }
  | { write: string }
  | { go: string }
  | 'next'
  | 'back'
  | 'tick'
  | 'press'

const ENTER = '\r'
const CLEAR = '\x15'
/** w3m is through with a key after so many milliseconds without output. */
const QUIET = 120
/** It draws this once a page is loaded, and loses keys that are pressed before. */
const LOADED = 'Viewing <'
const SLOWEST = 15_000

/** A w3m on a terminal of its own (script(1)), with its own home and so its own cookies. */
export class W3m {
  private readonly home = mkdtempSync(join(tmpdir(), 'w3m-'))
  private readonly typed = join(this.home, 'typed')
  private readonly shown = join(this.home, 'shown')
  private readonly editor = join(this.home, 'editor')

  constructor() {
    writeFileSync(this.editor, `#!/bin/sh\nfor file; do :; done\ncat '${this.typed}' >"$file"\n`)
    chmodSync(this.editor, 0o700)
    mkdirSync(join(this.home, '.w3m'))
    writeFileSync(join(this.home, '.w3m', 'keymap'), `keymap S SAVE_SCREEN ${this.shown}\n`)
  }

  /** Opens an address and does these steps there. @returns the text of the page that it ends at */
  async do(address: string, steps: readonly Step[]): Promise<string> {
    rmSync(this.shown, { force: true })
    const options = ['use_cookie=1', 'accept_cookie=1', 'wrap_search=1', `editor=${this.editor}`]
    const command = ['w3m', '-no-mouse', ...options.flatMap((option) => ['-o', option]), address]
    const program = spawn('script', ['-qec', command.map((part) => `'${part}'`).join(' '), '/dev/null'], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, HOME: this.home, TERM: 'xterm', LANG: 'C.UTF-8', LINES: '50', COLUMNS: '100' },
    })
    let said = ''
    let last = Date.now()
    program.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      last = Date.now()
    })
    const ended = new Promise<void>((resolve) => program.once('exit', () => resolve()))
    const killer = setTimeout(() => program.kill('SIGKILL'), 60_000)
    const settle = async (text = '') => {
      const from = said.length
      const start = Date.now()
      last = start
      const isBusy = () => Date.now() - last < QUIET || !said.slice(from).includes(text)
      while (program.exitCode === null && isBusy() && Date.now() - start < SLOWEST) await sleep(20)
    }
    const press = async (...keys: string[]) => {
      for (const key of keys) {
        program.stdin.write(key)
        await settle()
      }
    }
    const load = async () => {
      program.stdin.write(ENTER)
      await settle(LOADED)
    }
    await settle(LOADED)
    for (const step of steps) {
      if (step === 'next') await press('\t')
      else if (step === 'back') await press('\x1b\t')
      else if (step === 'tick') await press(ENTER)
      else if (step === 'press') await load()
      else if ('find' in step) await press('/', `${CLEAR}${step.find}`, ENTER)
      else if ('fill' in step) await press(ENTER, `${CLEAR}${step.fill}`, ENTER)
      else if ('go' in step) {
        await press('U', `${CLEAR}${step.go}`)
        await load()
      } else {
        writeFileSync(this.typed, step.write)
        await load()
      }
    }
    await press('S', 'q', 'y')
    await ended
    clearTimeout(killer)
    try {
      return readFileSync(this.shown, 'utf8')
    } catch {
      throw new Error(`w3m saved no page: ${said.slice(-2_000)}`)
    }
  }

  close(): void {
    rmSync(this.home, { recursive: true, force: true })
  }
}
