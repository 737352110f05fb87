import { userInfo } from 'node:os'
import { dirname } from 'node:path'

/** Returns the name of the user that runs this process; its number if it has no name. */
function runsAs(): string {
  try {
    return userInfo().username
  } catch {
    return String(process.getuid?.() ?? '')
  }
}

/**
 * Returns the cure for a file or folder that cannot be used, as a sentence for the operator.
 * @param path of the file or folder
 * @returns null if the error is of another kind
 */
export function cureOf(path: string, error: unknown): string | null {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EACCES' || code === 'EPERM')
    return `Give it to the user that runs the site: chown -R ${runsAs()} ${dirname(path)}`
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'Free at least 64 MB on that disk and start again.'
  if (code === 'EROFS')
    return 'Its disk is mounted read-only: mount it for writing, or set IBTSOCS_DATA to another folder.'
  return null
}

/**
 * Returns the error for a file that cannot be used, as one sentence and the cure.
 * @param what is wrong, such as `can’t be read`
 */
export const fileFault = (path: string, what: string, error: unknown): Error =>
  new Error(
    [`${path} ${what} (${(error as NodeJS.ErrnoException).code}).`, cureOf(path, error)]
      .filter(Boolean)
      .join(' '),
    { cause: error },
  )
