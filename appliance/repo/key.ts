import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../host/programs'

/** The builder's own key: it signs the local repository and the results of a build, and never leaves this machine. */
export type Key = {
  /** Its fingerprint. */
  id: string
  /** The public part, armoured. */
  public: string
  /** Writes a text with its signature around it. */
  clearsign: (file: string, to: string) => Promise<void>
  /** Writes a separate signature of a file, armoured. */
  detach: (file: string, to: string) => Promise<void>
}

/**
 * Returns the builder's key, created if there is none.
 * @param folder its folder, accessible only to its owner
 */
export async function builderKey(folder: string): Promise<Key> {
  const home = join(folder, 'gnupg')
  const gpg = (...args: string[]) =>
    run('gpg', [
      '--homedir',
      home,
      '--batch',
      '--quiet',
      '--yes',
      '--pinentry-mode',
      'loopback',
      '--passphrase',
      '',
      ...args,
    ])
  if (!existsSync(home)) {
    await mkdir(home, { recursive: true, mode: 0o700 })
    await gpg('--quick-gen-key', 'appliance builder <builder@localhost>', 'ed25519', 'sign', 'never')
  }
  const { stdout: list } = await gpg('--with-colons', '--list-secret-keys')
  const id = /^fpr:+([0-9A-F]{40}):/m.exec(list)?.[1]
  if (!id) throw new Error(`${home} has no key. Delete it, and the next build makes one.`)
  const { stdout } = await gpg('--armor', '--export', id)
  return {
    id,
    public: stdout,
    clearsign: async (file, to) => {
      await gpg('--local-user', id, '--clearsign', '--output', to, file)
    },
    detach: async (file, to) => {
      await gpg('--local-user', id, '--armor', '--detach-sign', '--output', to, file)
    },
  }
}
