import { statSync } from 'node:fs'

/** The user and group of a guest's process. */
export type Owner = { uid: number; gid: number }

/** Debian's user and group nobody. */
const nobody = { uid: 65_534, gid: 65_534 } as const

/**
 * Returns the user that QEMU runs as, which is never root. Called by root it is the user of sudo, or else the owner
 * of the folder, or else nobody.
 * @returns null if this process is not root, so nothing must change
 */
export function guestOwner(folder: string, env: NodeJS.ProcessEnv = process.env): Owner | null {
  if (process.getuid?.() !== 0) return null
  const [uid, gid] = [Number(env.SUDO_UID), Number(env.SUDO_GID)]
  if (uid > 0 && gid > 0) return { uid, gid }
  const { uid: owner, gid: group } = statSync(folder)
  return owner > 0 ? { uid: owner, gid: group } : nobody
}
