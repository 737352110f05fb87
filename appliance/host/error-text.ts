/** Sentences for the system's error codes. */
const words: Readonly<Record<string, string>> = {
  ENOENT: 'doesn’t exist',
  ENOTDIR: 'doesn’t exist: part of its path isn’t a folder',
  EISDIR: 'is a folder, not a file',
  EACCES: 'can’t be used by this account',
  EPERM: 'can’t be changed by this account',
  EEXIST: 'already exists',
  ENOTEMPTY: 'is a folder that isn’t empty',
  EROFS: 'can’t be written: its disk is read-only',
  ENOSPC: 'can’t be written: the disk is full',
  EDQUOT: 'can’t be written: this account’s quota is used up',
  EFBIG: 'can’t be written: it would exceed the largest file size here',
  EMFILE: 'can’t be opened: this process has too many files open',
  ENAMETOOLONG: 'is too long for a path',
  ELOOP: 'can’t be opened: its links lead in a circle',
  EBUSY: 'is in use',
  ETXTBSY: 'is in use',
  EIO: 'can’t be read or written: its disk reports an error',
  EADDRINUSE: 'is in use',
  ECONNREFUSED: 'refuses connections',
  ECONNRESET: 'closed the connection',
  ENOTFOUND: 'is an unknown host name',
  EAI_AGAIN: 'can’t be looked up: no name server answers',
  ETIMEDOUT: 'doesn’t respond',
  EHOSTUNREACH: 'can’t be reached',
  ENETUNREACH: 'can’t be reached',
  UND_ERR_CONNECT_TIMEOUT: 'doesn’t respond',
  UND_ERR_HEADERS_TIMEOUT: 'doesn’t respond',
  UND_ERR_BODY_TIMEOUT: 'stopped in the middle of its response',
  UND_ERR_SOCKET: 'closed the connection',
  CERT_HAS_EXPIRED: 'has an expired certificate',
  ERR_TLS_CERT_ALTNAME_INVALID: 'has a certificate for another name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'has a certificate that this machine doesn’t trust',
  SELF_SIGNED_CERT_IN_CHAIN: 'has a certificate that this machine doesn’t trust',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'has a certificate that this machine doesn’t trust',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'has a certificate that this machine doesn’t trust',
}

/** Returns the meaning of an error code as a predicate; null if it is unknown. */
export const meaningOf = (code: string | undefined): string | null => (code && words[code]) || null

/** Programs that the builder calls, with their Debian packages. */
export const packageOf: Readonly<Record<string, string>> = {
  'qemu-system-x86_64': 'qemu-system-x86',
  'qemu-img': 'qemu-utils',
  gpgv: 'gpgv',
  gpg: 'gpg',
  xz: 'xz-utils',
  cpio: 'cpio',
  'dpkg-deb': 'dpkg',
  depmod: 'kmod',
  debugfs: 'e2fsprogs',
  mke2fs: 'e2fsprogs',
  openssl: 'openssl',
  ssh: 'openssh-client',
  'ssh-keygen': 'openssh-client',
  virsh: 'libvirt-clients',
  npm: 'npm',
}

type Failure = {
  code?: string | number
  syscall?: string
  path?: string
  dest?: string
  hostname?: string
  cmd?: string
  stderr?: string
}

/** Describes an error in one line, without the words of the system or of the runtime. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { code, syscall, path, hostname, cmd, stderr } = error as Error & Failure
  if (code === 'ENOENT' && syscall?.startsWith('spawn')) {
    const name = syscall.slice('spawn '.length)
    const from = packageOf[name]
    return `The program ${name} isn’t installed${from ? `: apt-get install ${from}` : ''}.`
  }
  if (cmd !== undefined) {
    const said = stderr?.trim().split('\n').pop()
    return `${cmd.split(' ')[0]} failed${said ? `: ${said}` : ''}${said?.endsWith('.') ? '' : '.'}`
  }
  const what = typeof code === 'string' ? meaningOf(code) : null
  return what ? `${path ?? hostname ?? 'A required file or address'} ${what}.` : error.message
}
