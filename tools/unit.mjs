// Runs the unit and database tests against one throwaway Postgres.
import { spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const testsBelow = (folder) =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return testsBelow(path)
    return /\.test\.tsx?$/.test(name) ? [path] : []
  })

const files =
  process.argv.slice(2).length > 0
    ? process.argv.slice(2)
    : [
        'api',
        'app',
        'appliance',
        'bench',
        'client',
        'components',
        'core',
        'db',
        'drills',
        'keys',
        'lib',
        'server',
        'tests',
        'text',
        'tools',
      ].flatMap((folder) => {
        try {
          return testsBelow(folder)
        } catch {
          return []
        }
      })
// Node 20 occasionally starts a file and never runs it, because its loader waits for its own thread. A hanging file
// is a failure, and is retried like other failures. The oldest versions do not have the option.
const timeout = '--test-timeout=600000'
const limits = spawnSync(process.execPath, [timeout, '--eval', '']).status === 0 ? [timeout] : []

/** Runs test files with one throwaway database. @returns the TAP reporter's output, and the exit code */
function run(chosen, atOnce) {
  const reporters = [
    '--test-reporter=spec',
    '--test-reporter-destination=stderr',
    '--test-reporter=tap',
    '--test-reporter-destination=stdout',
  ]
  const node = [
    process.execPath,
    '--import',
    'tsx',
    '--test',
    ...reporters,
    `--test-concurrency=${atOnce}`,
    ...limits,
    ...chosen,
  ]
  const made = spawnSync(process.execPath, ['--import', 'tsx', 'tools/with-database.ts', ...node], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  return { said: made.stdout ?? '', code: made.status ?? 1 }
}

const number = (said, name) => Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(said)?.[1] ?? 0)
const broken = (said) => number(said, 'fail') + number(said, 'cancelled')

/** Returns the files with a failed test, by the locations in the TAP output. */
const failedFiles = (said) =>
  files.filter((file) =>
    said
      .split(/^\s*not ok /m)
      .slice(1)
      .some((block) => block.slice(0, 2_000).includes(file)),
  )

let { said, code } = run(files, 2)
const failed = code === 0 ? [] : failedFiles(said)
if (failed.length > 0 && failed.length <= 4 && process.argv.length === 2) {
  // On a busy machine a server may miss a deadline. A file that fails twice, the second time alone, has failed.
  console.error(`\nAgain, alone: ${failed.join(' ')}`)
  const again = run(failed, 1)
  if (again.code === 0) {
    // Read by tools/test.mjs, which lists them at its end.
    console.log(`# second try ${failed.join(' ')}`)
    const spared = broken(said)
    said = `# tests ${number(said, 'tests')}\n# pass ${number(said, 'pass') + spared}\n# fail 0\n# skipped ${number(said, 'skipped')}`
    code = 0
  }
}
said = said.replace(/^# fail \d+$/m, `# fail ${broken(said)}`)
console.log(
  said
    .split('\n')
    .filter((line) => /^# (pass|fail|skipped|tests) /.test(line))
    .join('\n'),
)
process.exit(code)
