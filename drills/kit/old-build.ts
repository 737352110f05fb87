import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { NotHere } from './run'

/** Returns the output of git, without the final newline; null when it fails or is not installed. */
function git(root: string, ...args: readonly string[]): string | null {
  const run = spawnSync('git', ['-C', root, ...args], { encoding: 'utf8' })
  return run.status === 0 ? run.stdout.trim() : null
}

/** The newest of the migration files: their names begin with their numbers. */
export const newestMigration = (names: readonly string[]): string | null =>
  names
    .filter((name) => /^\d{4,}_\w+\.sql$/.test(name))
    .sort()
    .at(-1) ?? null

/**
 * Returns the commit of the previous build.
 * @param wished any name of a commit; by default the commit before the newest migration was added, or the last commit
 * when that migration has not been committed yet
 * @throws NotHere when the history does not contain it
 */
export function commitBefore(root: string, wished?: string): string {
  if (git(root, 'rev-parse', '--show-prefix') !== '')
    throw new NotHere('the source has no git history to take an older build from')
  const commit = (name: string) => git(root, 'rev-parse', '--verify', '--quiet', `${name}^{commit}`)
  if (wished !== undefined) {
    const found = commit(wished)
    if (!found) throw new NotHere(`the history has no commit ${wished}`)
    return found
  }
  const newest = newestMigration(readdirSync(join(root, 'db', 'migrations')))
  if (!newest) throw new NotHere('db/migrations contains no migration')
  const file = `db/migrations/${newest}`
  const added = git(root, 'log', '-1', '--diff-filter=A', '--format=%H', '--', file)
  const found = added === '' ? commit('HEAD') : added && commit(`${added}^`)
  if (!found) throw new NotHere(`the history ends before ${newest} was added; is the clone shallow?`)
  return found
}

/** Runs a command that takes minutes. @throws NotHere with the end of its output */
function must(what: string, folder: string, command: string, args: readonly string[]): void {
  const { DATABASE_URL: _, ...env } = process.env
  const run = spawnSync(command, args, { cwd: folder, encoding: 'utf8', env, maxBuffer: 1 << 28 })
  if (run.status === 0) return
  const said = (run.stdout + run.stderr).trim().split('\n').slice(-3).join(' ')
  throw new NotHere(`${what} (${run.error?.message ?? said})`)
}

/**
 * Checks out a commit from the history, installs its dependencies and builds it.
 * @param folder target folder; an earlier checkout of this commit is reused
 * @throws NotHere when that does not work
 */
export function buildOf(root: string, commit: string, folder: string): void {
  const note = join(folder, 'commit')
  if (existsSync(note)) {
    const other = readFileSync(note, 'utf8').trim()
    if (other !== commit) throw new NotHere(`${folder} contains ${other}`)
  } else {
    mkdirSync(folder, { recursive: true })
    if (readdirSync(folder).length > 0) throw new NotHere(`${folder} is not empty`)
    const file = join(folder, 'source.tar')
    must('the commit cannot be read', root, 'git', ['archive', '-o', file, commit])
    must('the commit cannot be unpacked', folder, 'tar', ['xf', file])
    writeFileSync(note, `${commit}\n`)
  }
  // The build installs missing dependencies by itself.
  if (!existsSync(join(folder, 'dist', 'built')))
    must('the older build cannot be made', folder, 'npm', ['run', 'build'])
}
