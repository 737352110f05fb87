import { spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** The user that runs the database: the current one, or (for root, as which Postgres refuses to run) a separate one. */
export type Owner = {
  uid: number
  gid: number
  /** Null if the owner is the current user. */
  name: string | null
  /** A folder that the owner can always reach; used only if `name` is set. */
  home: string
}

const account = 'ibtsocs-db'

const lookUp = (): { uid: number; gid: number } | null => {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${account}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : null
}

/**
 * Returns the database's owner. As root, creates the system account `ibtsocs-db` if needed.
 * @throws Error with instructions if the account cannot be created
 */
export function databaseOwner(): Owner {
  const uid = process.getuid?.() ?? -1
  const gid = process.getgid?.() ?? -1
  const home = '/var/lib/ibtsocs'
  if (uid !== 0) return { uid, gid, name: null, home }
  if (!lookUp()) {
    const made = spawnSync(
      'useradd',
      [
        '--system',
        '--user-group',
        '--no-create-home',
        '--home-dir',
        home,
        '--shell',
        '/usr/sbin/nologin',
        account,
      ],
      { encoding: 'utf8' },
    )
    // Another process may have created it at the same moment.
    if (made.status !== 0 && !lookUp()) {
      throw new Error(
        `Postgres doesn’t run as root, and the account ${account} couldn’t be created (${made.stderr || made.error?.message}). ` +
          'Start as an ordinary user, or set DATABASE_URL.',
      )
    }
  }
  const found = lookUp()
  if (!found)
    throw new Error(
      `The account ${account} is missing from /etc/passwd. Start as an ordinary user, or set DATABASE_URL.`,
    )
  if (!existsSync(home)) mkdirSync(home, { recursive: true, mode: 0o755 })
  return { ...found, name: account, home }
}

/** True if the owner can enter and list a folder (including every parent); tests it by doing so. */
export function mayEnter(owner: Owner, folder: string): boolean {
  const asOwner = owner.name ? { uid: owner.uid, gid: owner.gid } : {}
  return (
    spawnSync('/bin/sh', ['-c', 'cd "$1" && ls >/dev/null', 'sh', folder], { cwd: '/', ...asOwner })
      .status === 0
  )
}

/** Creates a folder (with its parents) that only the owner can open. */
export function makePrivate(owner: Owner, folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (owner.name) chownSync(folder, owner.uid, owner.gid)
}

/** Returns the owner of an existing cluster; `account` if there is none yet or it is theirs. Works only as root. */
export function ownerOf(pgdata: string, account: Owner): Owner {
  if (!account.name || !existsSync(join(pgdata, 'PG_VERSION'))) return account
  const { uid, gid } = statSync(pgdata)
  if (uid === account.uid) return account
  const name = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.split(':')[2] === String(uid))
    ?.split(':')[0]
  if (uid === 0 || !name) throw new Error(`${pgdata} belongs to user ${uid}, who can’t run a database.`)
  return { uid, gid, name, home: account.home }
}
