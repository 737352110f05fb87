import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { checkTools, MissingError } from '../make/tools'
import { findProgram, launchSync, run, searchPath } from './programs'
import { realHost } from './real'

/** The PATH of an ordinary account after `su -` or ssh (ENV_PATH of Debian's /etc/login.defs). */
const ordinary = '/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games'
const own = process.env.PATH
const folder = mkdtempSync(join(tmpdir(), 'programs-'))
after(() => {
  process.env.PATH = own
  rmSync(folder, { recursive: true, force: true })
})

for (const [what, path] of [
  ['Debian’s PATH of an ordinary account', ordinary],
  ['an empty PATH', ''],
  ['a PATH of one folder', '/usr/games'],
  ['no PATH', undefined],
] as const)
  test(`programs for administration are found with ${what}`, async () => {
    if (path === undefined) delete process.env.PATH
    else process.env.PATH = path
    // Each Debian has it, in /usr/sbin or /sbin.
    assert.match(findProgram('ldconfig') ?? '', /\/sbin\/ldconfig$/)
    assert.match((await run('ldconfig', ['--version'])).stdout, /ldconfig/)
    assert.match((await realHost.run('ldconfig', ['--version']))?.out ?? '', /ldconfig/)
    assert.equal(launchSync('ldconfig', ['--version'], { stdio: 'ignore' }).status, 0)
    // What a program itself starts is found, too.
    assert.match((await run('sh', ['-c', 'ldconfig --version'])).stdout, /ldconfig/)
    try {
      checkTools()
    } catch (error) {
      // Named are only programs that are nowhere.
      assert.ok(error instanceof MissingError)
      for (const [program, name] of [
        ['/usr/sbin/depmod', 'kmod'],
        ['/usr/sbin/debugfs', 'e2fsprogs'],
      ] as const)
        if (statSync(program, { throwIfNoEntry: false })) assert.doesNotMatch(error.message, new RegExp(name))
    }
  })

test('an account’s own folders come first, and the current folder is never searched', async () => {
  assert.equal(searchPath('/opt/bin::/usr/sbin').split(':')[0], '/opt/bin')
  assert.ok(!searchPath('/opt/bin::').split(':').includes(''))
  writeFileSync(join(folder, 'ldconfig'), '#!/bin/sh\necho mine\n')
  process.env.PATH = folder
  assert.notEqual(findProgram('ldconfig'), join(folder, 'ldconfig'), 'it can’t be executed')
  chmodSync(join(folder, 'ldconfig'), 0o755)
  assert.equal(findProgram('ldconfig'), join(folder, 'ldconfig'))
  assert.equal((await run('ldconfig', [])).stdout, 'mine\n')
  assert.equal(findProgram('no-such-program'), null)
  await assert.rejects(run('no-such-program', []), { code: 'ENOENT' })
  assert.equal(await realHost.run('no-such-program', []), null)
})

test('the builder starts programs in one place only', () => {
  const root = join(import.meta.dirname, '..')
  const others = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'host/programs.ts')
    .filter((file) => /^import (?!type ).*'node:child_process'/m.test(readFileSync(join(root, file), 'utf8')))
  assert.deepEqual(others, [], 'use run, launch or launchSync of host/programs.ts')
})
