import type { Socket } from 'node:net'
import ssh2 from 'ssh2'

/** A key for connections: its private half in OpenSSH's format, its public line and its blob. */
export type SshTestKey = { privateKey: string; line: string; blob: Buffer }

/** Makes an Ed25519 key. */
export function aConnectionKey(): SshTestKey {
  const { private: privateKey, public: line } = ssh2.utils.generateKeyPairSync('ed25519')
  // Some of the keys that the library makes it cannot read (1.17).
  if (ssh2.utils.parseKey(privateKey) instanceof Error) return aConnectionKey()
  return { privateKey, line, blob: Buffer.from(line.split(' ')[1] ?? '', 'base64') }
}

/** Where to connect, or the connection to use; and who: without a key as a visitor. */
export type SshTarget = { port?: number; sock?: Socket; key?: SshTestKey | null }

/** Connects. @throws Error if the server hangs up before it has let the client in */
export function connectSsh({ port, sock, key = null }: SshTarget): Promise<ssh2.Client> {
  const client = new ssh2.Client()
  return new Promise((resolve, reject) => {
    client.once('ready', () => resolve(client))
    client.once('error', reject)
    client.once('close', () => reject(new Error('The server hung up.')))
    client.on('keyboard-interactive', (_, __, ___, prompts, finish) => finish(prompts.map(() => '')))
    client.connect({
      host: '127.0.0.1',
      username: 'x',
      tryKeyboard: true,
      ...(port === undefined ? {} : { port }),
      ...(sock === undefined ? {} : { sock }),
      ...(key === null ? {} : { privateKey: key.privateKey }),
    })
  })
}

/** Runs a command on a connection. */
export function runSsh(
  client: ssh2.Client,
  command: string,
  input = '',
): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, stream) => {
      if (error) return reject(error)
      const said = { code: -1, out: '', err: '' }
      stream.on('data', (part: Buffer) => {
        said.out += part
      })
      stream.stderr.on('data', (part: Buffer) => {
        said.err += part
      })
      stream.on('exit', (code: number) => {
        said.code = code
      })
      stream.on('close', () => resolve(said))
      stream.end(input)
    })
  })
}

/** Connects, runs a command, and hangs up. */
export async function sshOnce(target: SshTarget, command: string, input = '') {
  const client = await connectSsh(target)
  try {
    return await runSsh(client, command, input)
  } finally {
    client.end()
  }
}
