import { operatorSentence } from '@/core/operator-sentence'
import { drawRandomart } from '@/keys/randomart-input'
import { hostKeys, publicBlob } from './host-keys'
import { type SshServer, startSsh } from './server'
import type { Door } from './site'

/**
 * Opens the site for ssh. A port that is taken, or keys that cannot be kept, close only this door.
 * @param port 0: it stays closed
 * @param say prints a line
 * @returns the server; null if it is closed
 */
export async function openForSsh(
  { host, port, dataDir }: { host: string; port: number; dataDir: string },
  door: Door,
  say: (line: string) => void,
): Promise<SshServer | null> {
  if (port === 0) return null
  try {
    const keys = await hostKeys(dataDir)
    const server = await startSsh({ keys, door, host, port })
    const key = `ssh-ed25519 ${(await publicBlob(keys.ed25519)).toString('base64')}`
    const drawn = drawRandomart({ key })
    say(
      `For terminals: ssh -p ${server.port} ${host}${drawn.ok ? `  (host key ${drawn.value.fingerprint})` : ''}`,
    )
    // In a log its ten lines would say no more than the fingerprint does.
    if (drawn.ok && process.stdout.isTTY) for (const line of drawn.value.lines) say(line)
    return server
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const why = code === 'EADDRINUSE' ? `port ${port} is taken` : operatorSentence(error)
    say(`Terminals can’t connect: ${why}. SSH_PORT sets another port, 0 none.`)
    return null
  }
}
