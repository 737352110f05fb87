/** Sentences for the system's error codes. */
const words: Readonly<Record<string, string>> = {
  ENOENT: 'is not there',
  ENOTDIR: 'is not there: a part of its path is no folder',
  EISDIR: 'is a folder, not a file',
  EACCES: 'may not be used by this account',
  EPERM: 'may not be changed by this account',
  EEXIST: 'is there already',
  ENOTEMPTY: 'is a folder that is not empty',
  EROFS: 'cannot be written: its disk is read-only',
  ENOSPC: 'cannot be written: the disk is full',
  EDQUOT: 'cannot be written: the quota of this account is used up',
  EFBIG: 'cannot be written: it gets larger than files may be here',
  EMFILE: 'cannot be opened: this account has too many files open',
  ENAMETOOLONG: 'is no usable path: it is too long',
  ELOOP: 'cannot be followed: its links lead in a circle',
  EBUSY: 'is in use',
  ETXTBSY: 'is in use',
  EIO: 'cannot be read: its disk reports a fault',
  EADDRINUSE: 'is in use',
  ECONNREFUSED: 'does not take connections',
  ECONNRESET: 'closed the connection',
  ENOTFOUND: 'is a name that nobody knows',
  EAI_AGAIN: 'cannot be looked up: no name server answers',
  ETIMEDOUT: 'does not answer',
  EHOSTUNREACH: 'cannot be reached',
  ENETUNREACH: 'cannot be reached',
  UND_ERR_CONNECT_TIMEOUT: 'does not answer',
  UND_ERR_HEADERS_TIMEOUT: 'does not answer',
  UND_ERR_BODY_TIMEOUT: 'stopped in the middle',
  UND_ERR_SOCKET: 'closed the connection',
  CERT_HAS_EXPIRED: 'has a certificate that has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'has a certificate for another name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'has a certificate that nothing here trusts',
  SELF_SIGNED_CERT_IN_CHAIN: 'has a certificate that nothing here trusts',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'has a certificate that nothing here trusts',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'has a certificate that nothing here trusts',
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
    return `The program ${name} is not installed${from ? `: apt-get install ${from}` : ''}.`
  }
  if (cmd !== undefined) {
    const said = stderr?.trim().split('\n').pop()
    return `${cmd.split(' ')[0]} failed${said ? `: ${said}` : ''}${said?.endsWith('.') ? '' : '.'}`
  }
  const what = typeof code === 'string' ? meaningOf(code) : null
  return what ? `${path ?? hostname ?? 'What is needed'} ${what}.` : error.message
}
