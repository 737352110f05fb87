// Records the site in a terminal, for the README: `npm run record -- <host> <port>`, against a running site (see
// CONTRIBUTING). Drives the real ssh in tmux, and writes docs/terminal.svg.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { runsOf } from './recording/ansi'
import { type Frame, recordingSvg } from './recording/svg'

const [host = '127.0.0.1', port = '2222'] = process.argv.slice(2)
const [columns, rows] = [84, 26]
const folder = mkdtempSync(join(tmpdir(), 'ibtsocs-record-'))
const run = (program: string, args: readonly string[]): string => {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, encoding: 'utf8', input: '' })
  if (status !== 0) throw new Error(`${program} ${args[0]} failed: ${stderr}`)
  return stdout
}
const tmux = (...args: string[]) => run('tmux', ['-L', `record-${process.pid}`, ...args])

/** Keys, what the screen shows after them, and the seconds it stays. */
const story: readonly (readonly [keys: readonly string[], shows: RegExp, seconds: number])[] = [
  [[], /IBTSOCS · Hot[\s\S]*bemoan this too/, 3],
  [['j', 'a'], /\[\+ \d+ bemoan this too\]/, 2],
  [['k', 'o'], /IBTSOCS · #/, 3],
  [['q', 'n', '-l The linter has opinions about my opinions.'], /my opinions\./, 2],
  [['C-d', '-l lin'], /Up to three tags/, 2.5],
  [['Escape', 's'], /The state of computer science/, 3],
]

try {
  run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', 'key'])
  const options =
    '-F none -i key -o IdentitiesOnly=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=known -o LogLevel=ERROR'
  const size = ['-x', String(columns), '-y', String(rows)]
  tmux(
    '-f',
    '/dev/null',
    'new-session',
    '-d',
    '-s',
    's',
    ...size,
    `TERM=xterm-256color ssh ${options} -p ${port} ${host}`,
  )
  const frames: Frame[] = []
  for (const [keys, shows, seconds] of story) {
    for (const key of keys) {
      tmux('send-keys', '-t', 's', ...(key.startsWith('-l ') ? ['-l', key.slice(3)] : [key]))
      await sleep(400)
    }
    for (let attempt = 0; !shows.test(tmux('capture-pane', '-p', '-t', 's')); attempt += 1) {
      if (attempt > 50)
        throw new Error(`The terminal doesn’t show ${shows}: ${tmux('capture-pane', '-p', '-t', 's')}`)
      await sleep(100)
    }
    frames.push({ lines: runsOf(tmux('capture-pane', '-e', '-N', '-p', '-t', 's').trimEnd()), seconds })
  }
  const title =
    'The site in a terminal: the front page with numbers and faces beside the texts, a vote, a thread, a new bemoaning with its tags, and the state as bars.'
  writeFileSync('docs/terminal.svg', recordingSvg(frames, columns, rows, title))
} finally {
  spawnSync('tmux', ['-L', `record-${process.pid}`, 'kill-server'])
  rmSync(folder, { recursive: true, force: true })
}
