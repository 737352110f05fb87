import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { errorText } from '../host/error-text'
import { noApp } from '../plan/app'
import { type LocalPackage, readPackage } from '../repo/repository'

const run = promisify(execFile)

/** The application could not be had as a package. */
export class AppError extends Error {}

/**
 * The application as a Debian package: the file itself where `app` names one, else what `npm run package` makes in the
 * folder that it names and prints the path of, last.
 * @returns null when there is to be none
 */
export async function appPackage(app: string): Promise<LocalPackage | null> {
  if (app === noApp) return null
  const found = await stat(app).catch(() => null)
  if (!found) throw new AppError(`app: there is no ${app}.`)
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
    throw new AppError(`app: ${file} is no Debian package.`)
  }
}
