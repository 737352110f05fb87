import { operatorSentence } from '@/core/operator-sentence'
import { announceSsh, type HostKey } from '@/core/ssh-door'
import { drawRandomart } from '@/keys/randomart-input'
import { type HostKeys, hostKeys, publicBlob } from './host-keys'
import { type SshServer, startSsh } from './server'
import type { Door } from './site'

/** Returns what people see of the host keys. */
async function faces({ ed25519, rsa }: HostKeys): Promise<HostKey[]> {
  const parts = [
    ['ssh-ed25519', ed25519],
    ['ssh-rsa', rsa],
  ] as const
  return Promise.all(
    parts.map(async ([type, key]) => {
      const line = `${type} ${(await publicBlob(key)).toString('base64')}`
      const drawn = drawRandomart({ key: line })
      if (!drawn.ok) throw new Error(drawn.message)
      return { line, fingerprint: drawn.value.fingerprint, randomart: drawn.value.lines }
    }),
  )
}

/** Where the door is, and what stands before it. */
export type Place = {
  host: string
  /** 0: it stays closed. */
  port: number
  dataDir: string
  /** True if the people who reach the site reach the port, too: then pages say so. */
  reachable: boolean
  /** Whose word counts by the PROXY protocol; null: nobody sends it. */
  trusts: ((address: string) => boolean) | null
}

/**
 * Opens the site for ssh. A port that is taken, or keys that cannot be kept, close only this door.
 * @param say prints a line
 * @returns the server; null if it is closed
 */
export async function openForSsh(
  { host, port, dataDir, reachable, trusts }: Place,
  door: Door,
  say: (line: string) => void,
): Promise<SshServer | null> {
  if (port === 0) return null
  try {
    const keys = await hostKeys(dataDir)
    const shown = await faces(keys)
    const server = await startSsh({ keys, door, host, port, trusts })
    if (reachable) announceSsh({ host: new URL(door.origin).hostname, port: server.port, keys: shown })
    const [first] = shown
    say(`For terminals: ssh -p ${server.port} ${host}  (host key ${first?.fingerprint})`)
    // In a log its ten lines would say no more than the fingerprint does.
    if (process.stdout.isTTY) for (const line of first?.randomart ?? []) say(line)
    return server
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const why = code === 'EADDRINUSE' ? `port ${port} is taken` : operatorSentence(error)
    say(`Terminals can’t connect: ${why}. SSH_PORT sets another port, 0 none.`)
    return null
  }
}
