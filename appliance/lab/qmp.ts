import { createConnection } from 'node:net'

/** Sends one command to a guest's monitor (QEMU's QMP). @throws if it refuses, or does not respond in ten seconds */
export function qmp(socket: string, execute: string, args: Record<string, unknown> = {}): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const connection = createConnection(socket)
    const fail = (error: Error) => {
      connection.destroy()
      reject(error)
    }
    const timer = setTimeout(
      () => fail(new Error(`the monitor didn’t respond to ${execute} within ten seconds`)),
      10_000,
    )
    let rest = ''
    connection.on('error', fail)
    connection.on('close', () => clearTimeout(timer))
    connection.on('data', (chunk) => {
      rest += chunk.toString()
      const lines = rest.split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        const said = JSON.parse(line) as {
          QMP?: unknown
          return?: unknown
          error?: { desc: string }
          id?: string
        }
        if (said.QMP) {
          connection.write(`${JSON.stringify({ execute: 'qmp_capabilities' })}\n`)
          connection.write(`${JSON.stringify({ execute, arguments: args, id: 'asked' })}\n`)
        } else if (said.id === 'asked') {
          connection.end()
          if (said.error) reject(new Error(said.error.desc))
          else resolve(said.return)
        }
      }
    })
  })
}
