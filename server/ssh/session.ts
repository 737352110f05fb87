import type { ServerChannel, Session } from 'ssh2'
import type { Site } from '@/terminal/command'
import { runCommand } from '@/terminal/run'
import { lookOf } from '@/terminal/screen/look'
import { Screen } from '@/terminal/screen/screen'
import { wordsOf } from './words'

/** Most bytes of standard input: a text and its markup need fewer. */
const mostInput = 65_536
/** Widths that lines are made for; a terminal may say anything. */
const [narrowest, widest, usual] = [40, 200, 80]

/** Reads standard input to its end, or until it is longer than any text may be. */
function readInput(stream: ServerChannel): Promise<string> {
  // By events: iterating would close the channel at the end, before the answer.
  return new Promise((resolve) => {
    const parts: Buffer[] = []
    let size = 0
    const done = () => resolve(Buffer.concat(parts).toString('utf8'))
    stream.on('data', (part: Buffer) => {
      size += part.length
      parts.push(part)
      if (size <= mostInput) return
      stream.removeAllListeners('data').resume()
      done()
    })
    stream.on('end', done)
    stream.on('close', done)
  })
}

/** Bytes that may wait for a client that does not read, before it is hung up on. */
const mostUnread = 1 << 20

/** What a client may tell of its terminal. */
const told = new Set(['NO_COLOR', 'COLORTERM'])

/** Runs a command on its channel, and ends it with its exit status. */
async function runOn(
  stream: ServerChannel,
  site: Site,
  line: string,
  columns: number,
  pty: boolean,
): Promise<void> {
  // A client that has seen enough hangs up while we write.
  stream.on('error', () => {})
  stream.stderr.on('error', () => {})
  const ends = (text: string) => (pty ? text.replaceAll('\n', '\r\n') : text)
  const complain = (sentence: string) => stream.stderr.write(ends(`${sentence}\n`))
  let status = 1
  try {
    const words = wordsOf(line)
    if (words === null) {
      complain('A quote is not closed.')
      status = 2
    } else {
      const print = (text: string) => void stream.write(ends(text))
      status = await runCommand(words, { site, columns, input: () => readInput(stream), print, complain })
    }
  } catch (error) {
    console.error('unexpected error in an SSH command', error)
    complain('Something broke on our side. It is in our log; try again later.')
  }
  stream.exit(status)
  stream.end()
}

/**
 * Serves a session: commands, and the overview to who asks for a shell. Everything else that SSH can carry (files,
 * forwarding, agents, windows) is refused.
 * @param touch called at each command and key: the connection is in use
 */
export function serveSession(session: Session, site: Site, touch: () => void): void {
  let columns = usual
  let pty = false
  let rows = 0
  let term = ''
  const env = new Map<string, string>()
  let screen: Screen | null = null
  const fit = (size: { cols: number; rows: number }) => {
    columns = size.cols > 0 ? Math.min(Math.max(size.cols, narrowest), widest) : usual
    rows = size.rows
    screen?.resize(columns, rows)
  }
  const show = (stream: ServerChannel, plain = false) => {
    touch()
    stream.on('error', () => {})
    const shown = new Screen(
      site,
      (text) => {
        stream.write(text)
        if (stream.writableLength > mostUnread) stream.destroy()
      },
      () => {
        stream.exit(0)
        stream.end()
      },
      lookOf({ term, env }, plain),
    )
    screen = shown
    stream.on('close', () => {
      screen = null
    })
    stream.on('data', (bytes: Buffer) => {
      touch()
      shown.type(bytes)
    })
    void shown.begin(columns, rows)
  }
  const run = (stream: ServerChannel, line: string) => {
    touch()
    void runOn(stream, site, line, columns, pty)
  }
  session.on('pty', (accept, _, info) => {
    pty = true
    term = info.term
    fit(info)
    accept?.()
  })
  session.on('window-change', (accept, _, info) => {
    fit(info)
    accept?.()
  })
  session.on('env', (accept, _, { key, val }) => {
    if (told.has(key)) env.set(key, val.slice(0, 100))
    accept?.()
  })
  session.on('exec', (accept, _, { command }) => {
    const stream = accept()
    if (/^\s*mosh-server\b/.test(command)) {
      stream.stderr.write('This site answers ssh, not mosh: nothing here needs a shell of its own.\n')
      stream.exit(1)
      stream.end()
    } else if (/^\s*plain\s*$/.test(command) && pty) show(stream, true)
    else run(stream, command)
  })
  session.on('shell', (accept) => {
    const stream = accept()
    // Without a terminal the help says what there is.
    if (pty) show(stream)
    else run(stream, 'help')
  })
  // Without a listener the library refuses the rest: sftp and other subsystems, X11, agents.
}
