import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { errorText } from '../host/error-text'
import { run } from '../host/programs'
import { noApp } from '../plan/app'
import { type LocalPackage, readPackage } from '../repo/repository'

/** The application's package could not be built or found. */
export class AppError extends Error {}

/**
 * Returns the application as a Debian package: the file `app` itself, or for a folder the package that its `npm run
 * package` makes and whose path it prints last.
 * @returns null if there is no application
 */
export async function appPackage(app: string): Promise<LocalPackage | null> {
  if (app === noApp) return null
  const found = await stat(app).catch(() => null)
  if (!found) throw new AppError(`app: ${app} doesn’t exist.`)
  let file = app
  if (found.isDirectory()) {
    try {
      const { stdout } = await run('npm', ['run', '--silent', 'package'], { cwd: app, maxBuffer: 1 << 26 })
      file = resolve(join(app, stdout.trim().split('\n').pop() ?? ''))
    } catch (error) {
      const { stderr = '' } = error as { stderr?: string }
      throw new AppError(
        `app: “npm run package” in ${app} failed: ${stderr.trim().split('\n').pop() || errorText(error)}`,
      )
    }
  }
  try {
    return await readPackage(file)
  } catch {
    throw new AppError(`app: dpkg-deb can’t read ${file} as a Debian package.`)
  }
}
