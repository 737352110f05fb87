import { processWide } from './process-wide'

/** A key by which clients recognise this site. */
export type HostKey = {
  /** OpenSSH's name of its type, and its blob in base64. */
  line: string
  /** `SHA256:…` */
  fingerprint: string
  randomart: readonly string[]
}

/** Where people reach the site by ssh, and the keys they see there. */
export type SshDoor = { host: string; port: number; keys: readonly HostKey[] }

const held = processWide('ssh-door', (): { door: SshDoor | null } => ({ door: null }))

/** Returns where the site is reached by ssh; null if it isn't. */
export const sshDoor = (): SshDoor | null => held.door

/** Announces that the site is reached by ssh; null: no longer. */
export function announceSsh(door: SshDoor | null): void {
  held.door = door
}

/** Returns the command that connects. */
export const sshCommand = ({ host, port }: SshDoor): string =>
  port === 22 ? `ssh ${host}` : `ssh -p ${port} ${host}`

const loopback = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/

/**
 * True if people who reach the site also reach its port for ssh. A site that listens on loopback alone, behind a web
 * server, needs that one to pass ssh on, and only the PROXY protocol shows that it does.
 */
export const isReachable = ({
  host,
  siteUrl,
  byProxy,
}: {
  host: string
  siteUrl: string | null
  byProxy: boolean
}): boolean => siteUrl === null || byProxy || !loopback.test(host)
