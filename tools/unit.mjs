// Runs the unit and database tests against one throwaway Postgres.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { compiledName, compileTests } from './lib/compile-tests.mjs'

const testsBelow = (folder) =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return testsBelow(path)
    return /\.test\.tsx?$/.test(name) ? [path] : []
  })

/** Options for Node's test runner, such as --test-name-pattern=words. */
const asked = process.argv.slice(2).filter((word) => word.startsWith('--'))
const named = process.argv.slice(2).filter((word) => !word.startsWith('--'))

const files =
  named.length > 0
    ? named
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
        'terminal',
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
// Node 20 now and then starts a file and never runs it: its loader waits for its own thread. What hangs is a failure, and is
// tried again like others. The oldest versions do not know the option.
const timeout = '--test-timeout=600000'
const limits = spawnSync(process.execPath, [timeout, '--eval', '']).status === 0 ? [timeout] : []

/** Files that import a source by a path they compute, or start the builder's own code: they run with the compiler. */
const needsCompiler = (file) =>
  /^(?:appliance|drills)\//.test(file) || /\bimport\((?!')/.test(readFileSync(file, 'utf8'))

/** Runs test files against one throwaway database. @returns what the TAP reporter said, and the exit code */
function runOnce(chosen, atOnce, options) {
  const reporters = [
    '--test-reporter=spec',
    '--test-reporter-destination=stderr',
    '--test-reporter=tap',
    '--test-reporter-destination=stdout',
  ]
  const node = [
    process.execPath,
    ...options,
    '--test',
    ...reporters,
    `--test-concurrency=${atOnce}`,
    ...limits,
    ...asked,
    ...chosen,
  ]
  const made = spawnSync(process.execPath, ['--import', 'tsx', 'tools/with-database.ts', ...node], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  return { said: made.stdout ?? '', code: made.status ?? 1 }
}

/** Runs test files, compiled beforehand where that is possible. @returns as runOnce, of all of them */
async function run(chosen, atOnce) {
  const bySource = chosen.filter(needsCompiler)
  const compiled = chosen.filter((file) => !bySource.includes(file))
  const parts = []
  if (compiled.length > 0) {
    await compileTests()
    parts.push(runOnce(compiled.map(compiledName), atOnce, ['--enable-source-maps']))
  }
  if (bySource.length > 0) parts.push(runOnce(bySource, atOnce, ['--import', 'tsx']))
  return { said: parts.map(({ said }) => said).join('\n'), code: Math.max(...parts.map(({ code }) => code)) }
}

/** The sum of a count over the runs. */
const number = (said, name) =>
  [...said.matchAll(new RegExp(`^# ${name} (\\d+)$`, 'gm'))].reduce(
    (sum, [, count]) => sum + Number(count),
    0,
  )
const broken = (said) => number(said, 'fail') + number(said, 'cancelled')

/** Files in which a test failed, by the locations that the TAP reporter gives. */
const failedFiles = (said) =>
  files.filter((file) =>
    said
      .split(/^\s*not ok /m)
      .slice(1)
      .some((block) => [file, compiledName(file)].some((name) => block.slice(0, 2_000).includes(name))),
  )

let { said, code } = await run(files, 2)
const failed = code === 0 ? [] : failedFiles(said)
if (failed.length > 0 && failed.length <= 4 && process.argv.length === 2) {
  // A busy machine can starve a server past a deadline. What fails twice, the second time alone, has failed.
  console.error(`\nRunning again, alone: ${failed.join(' ')}`)
  const again = await run(failed, 1)
  if (again.code === 0) {
    // Read by tools/test.mjs, which names them at its end.
    console.log(`# second try ${failed.join(' ')}`)
    const spared = broken(said)
    said = `# tests ${number(said, 'tests')}\n# pass ${number(said, 'pass') + spared}\n# skipped ${number(said, 'skipped')}`
    code = 0
  }
}
console.log(`# tests ${number(said, 'tests')}
# pass ${number(said, 'pass')}
# fail ${broken(said)}
# skipped ${number(said, 'skipped')}`)
process.exit(code)
