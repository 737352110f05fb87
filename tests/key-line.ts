import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { sshNamespace } from '@/lib/user'

const field = (bytes: Buffer | string): Buffer => {
  const content = Buffer.from(bytes)
  const size = Buffer.alloc(4)
  size.writeUInt32BE(content.length)
  return Buffer.concat([size, content])
}

/** An Ed25519 key: its public half as ssh-keygen writes it, and signatures as `ssh-keygen -Y sign` makes them. */
export type TestKey = { line: string; sign: (message: string, namespace?: string) => string }

/** Creates a key (OpenSSH PROTOCOL.sshsig). */
export function aKey(): TestKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)
  const blob = Buffer.concat([field('ssh-ed25519'), field(raw)])
  return {
    line: `ssh-ed25519 ${blob.toString('base64')}`,
    sign(message, namespace = sshNamespace) {
      const about = Buffer.concat([field(namespace), field(''), field('sha512')])
      const digest = createHash('sha512').update(message).digest()
      const signed = Buffer.concat([Buffer.from('SSHSIG'), about, field(digest)])
      const signature = Buffer.concat([field('ssh-ed25519'), field(sign(null, signed, privateKey))])
      const version = Buffer.from([0, 0, 0, 1])
      const whole = Buffer.concat([Buffer.from('SSHSIG'), version, field(blob), about, field(signature)])
      const lines = whole.toString('base64').match(/.{1,70}/g) ?? []
      return ['-----BEGIN SSH SIGNATURE-----', ...lines, '-----END SSH SIGNATURE-----', ''].join('\n')
    },
  }
}

/** Creates a public key, as the line that ssh-keygen writes. */
export const publicKeyLine = (): string => aKey().line

/** Returns a key with the proof that registration requires. */
export const withProof = (nonce: string, key = aKey()) => ({
  key: key.line,
  nonce,
  signature: key.sign(nonce),
})
