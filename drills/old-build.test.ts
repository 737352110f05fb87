import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { commitBefore, newestMigration } from './kit/old-build'
import { NotHere } from './kit/run'

const folders: string[] = []
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

const git = (folder: string, ...args: string[]): string =>
  execFileSync('git', ['-C', folder, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      ...{ GIT_AUTHOR_NAME: 'A', GIT_AUTHOR_EMAIL: 'a@localhost' },
      ...{ GIT_COMMITTER_NAME: 'A', GIT_COMMITTER_EMAIL: 'a@localhost' },
    },
  }).trim()

/** Creates a folder with one commit for each step, which writes these files. @returns the folder and the commits */
function history(...steps: (readonly string[])[]): { folder: string; commits: string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'ibtsocs-history-'))
  folders.push(folder)
  git(folder, 'init', '-q')
  mkdirSync(join(folder, 'db', 'migrations', 'meta'), { recursive: true })
  const commits = steps.map((files, i) => {
    for (const file of files) writeFileSync(join(folder, file), `step ${i}\n`)
    git(folder, 'add', '-A')
    git(folder, 'commit', '-q', '-m', `step ${i}`)
    return git(folder, 'rev-parse', 'HEAD')
  })
  return { folder, commits }
}

const skip = spawnSync('git', ['--version']).status !== 0 && 'git is missing'
const [first, second] = ['db/migrations/0000_first.sql', 'db/migrations/0001_second.sql']

test('the newest migration is the one with the highest number', () => {
  assert.equal(newestMigration(['0002_b.sql', 'meta', '0010_a.sql', '0009_z.sql', '9_x.txt']), '0010_a.sql')
  assert.equal(newestMigration(['meta']), null)
})

test('the previous build is the commit before the newest migration was added, whatever came after', {
  skip,
}, () => {
  const { folder, commits } = history([first], ['a'], [second], ['b'], [second, 'c'])
  assert.equal(commitBefore(folder), commits[1])
  assert.equal(commitBefore(folder, 'HEAD~1'), commits[3])
})

test('a migration that is not committed yet comes after the last commit', { skip }, () => {
  const { folder, commits } = history([first], ['a'])
  writeFileSync(join(folder, second), '')
  assert.equal(commitBefore(folder), commits[1])
})

test('a drill is skipped if the history lacks the older build', { skip }, () => {
  const says = (why: RegExp) => (error: unknown) => error instanceof NotHere && why.test(error.message)
  const { folder } = history([first], ['a'], [second], ['b'])
  assert.throws(() => commitBefore(folder, 'nobody'), says(/no commit nobody/))
  const shallow = mkdtempSync(join(tmpdir(), 'ibtsocs-history-'))
  folders.push(shallow)
  git(shallow, 'clone', '-q', '--depth', '1', `file://${folder}`, 'clone')
  assert.throws(() => commitBefore(join(shallow, 'clone')), says(/before 0001_second.sql was added/))
  // A source without a history, inside the repository of another project.
  mkdirSync(join(folder, 'part', 'db', 'migrations'), { recursive: true })
  writeFileSync(join(folder, 'part', first), '')
  assert.throws(() => commitBefore(join(folder, 'part')), says(/no git history/))
  rmSync(join(folder, '.git'), { recursive: true })
  assert.throws(() => commitBefore(folder), says(/no git history/))
})
