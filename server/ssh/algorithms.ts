import type { ServerConfig } from 'ssh2'
import type { HostKeys } from './host-keys'

/**
 * Only what has no known weakness: no SHA-1, no CBC, no curves of NIST, encrypt-then-MAC. The first key exchange is not the one
 * that Dropbear begins with by guess: the library loses a guess that is right (1.17), and the client waits for ever.
 */
export const algorithms: ServerConfig['algorithms'] = {
  kex: [
    'curve25519-sha256@libssh.org',
    'curve25519-sha256',
    'diffie-hellman-group16-sha512',
    'diffie-hellman-group18-sha512',
  ],
  serverHostKey: ['ssh-ed25519', 'rsa-sha2-512', 'rsa-sha2-256'],
  cipher: [
    'chacha20-poly1305@openssh.com',
    'aes256-gcm@openssh.com',
    'aes128-gcm@openssh.com',
    'aes256-ctr',
    'aes192-ctr',
    'aes128-ctr',
  ],
  hmac: ['hmac-sha2-512-etm@openssh.com', 'hmac-sha2-256-etm@openssh.com'],
  compress: ['none'],
}

/**
 * Returns the host keys as the library takes them. It offers an RSA key with SHA-1 too, whatever the list of algorithms
 * says, unless the key names the one it is for.
 */
export async function offered({ ed25519, rsa }: HostKeys): Promise<ServerConfig['hostKeys']> {
  const { utils } = (await import('ssh2')).default
  const named = (type: string) => {
    const parsed = utils.parseKey(rsa)
    if (parsed instanceof Error) throw parsed
    return { key: Object.assign(parsed, { type }) } as unknown as { key: string; passphrase: string }
  }
  return [ed25519, named('rsa-sha2-512'), named('rsa-sha2-256')]
}
