import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A key as lynx names it in its command scripts (LYrcFile.c of lynx 2.9, and its own `-cmd_log`). */
const keyOf = (sign: string): string => (sign === ' ' ? '<space>' : sign === '\n' ? '^J' : sign)

/** A step in lynx: find a text, which moves the cursor there; type; go to an address; move to the next field; press. */
export type Deed = { find: string } | { type: string } | { go: string } | 'next' | 'press'

const keysOf = (deed: Deed): string[] => {
  if (deed === 'next') return ['<tab>']
  if (deed === 'press') return ['^J']
  if ('go' in deed) return ['g', '^U', ...[...deed.go].map(keyOf), '^J']
  if ('type' in deed) return [...deed.type].map(keyOf)
  return ['/', ...[...deed.find].map(keyOf), '^J']
}

/** A lynx with cookies of its own. Between two runs it keeps those with an end only, so a session lasts for one. */
export class Lynx {
  private readonly folder = mkdtempSync(join(tmpdir(), 'lynx-'))
  private readonly cookies = join(this.folder, 'cookies')
  private readonly own = ['-accept_all_cookies', `-cookie_file=${this.cookies}`]

  /** Opens an address and does these things there. @returns the text of the page that it ends at */
  do(address: string, deeds: readonly Deed[]): string {
    const script = join(this.folder, 'script')
    const shown = join(this.folder, 'shown')
    rmSync(shown, { force: true })
    const keys = [
      ...deeds.flatMap(keysOf),
      // Prints the page to a file.
      ...['P', '^J', '^U', ...[...shown].map(keyOf), '^J'],
      ...['q', 'y'],
    ]
    writeFileSync(script, `${keys.map((key) => `key ${key}`).join('\n')}\n`)
    const { stdout, error } = spawnSync(
      'lynx',
      [
        '-term=vt100',
        '-nopause',
        ...this.own,
        `-cookie_save_file=${this.cookies}`,
        `-cmd_script=${script}`,
        address,
      ],
      {
        encoding: 'utf8',
        timeout: 90_000,
        killSignal: 'SIGKILL',
        env: { ...process.env, TERM: 'vt100', LANG: 'C.UTF-8', LINES: '50', COLUMNS: '100' },
      },
    )
    if (error) throw error
    try {
      return readFileSync(shown, 'utf8')
    } catch {
      throw new Error(`lynx printed no page: ${stdout.slice(-2_000)}`)
    }
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
