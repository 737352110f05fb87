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
    : ['api', 'app', 'bench', 'client', 'components', 'db', 'lib', 'scripts', 'server', 'tests'].flatMap(
        (folder) => {
          try {
            return testsBelow(folder)
          } catch {
            return []
          }
        },
      )
const run = spawnSync(
  process.execPath,
  [
    '--import',
    'tsx',
    'scripts/with-database.ts',
    process.execPath,
    '--import',
    'tsx',
    '--test',
    '--test-reporter=spec',
    '--test-reporter-destination=stderr',
    '--test-reporter=tap',
    '--test-reporter-destination=stdout',
    '--test-concurrency=2',
    ...files,
  ],
  {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  },
)
process.stdout.write(
  (run.stdout ?? '')
    .split('\n')
    .filter((line) => /^# (pass|fail|skipped|tests) /.test(line))
    .join('\n'),
)
process.stdout.write('\n')
process.exit(run.status ?? 1)
