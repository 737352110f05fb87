import { statSync } from 'node:fs'

/** Who a guest runs as. */
export type Owner = { uid: number; gid: number }

/** Nobody: on Debian the user and group of that name. */
const nobody = { uid: 65_534, gid: 65_534 } as const

/**
 * Whom QEMU runs as: never root. Called by root it is whoever called sudo, or owns the folder, or else nobody.
 * @returns null when this process is no root and nothing has to be changed
 */
export function guestOwner(folder: string, env: NodeJS.ProcessEnv = process.env): Owner | null {
  if (process.getuid?.() !== 0) return null
  const [uid, gid] = [Number(env.SUDO_UID), Number(env.SUDO_GID)]
  if (uid > 0 && gid > 0) return { uid, gid }
  const { uid: owner, gid: group } = statSync(folder)
  return owner > 0 ? { uid: owner, gid: group } : nobody
}
