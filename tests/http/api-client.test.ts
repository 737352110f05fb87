import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { ownServer } from '../server'
import { aMember, limits, plain } from './helpers'

const run = promisify(execFile)

/** Pinned: what the page documents, in the versions it was tried with. */
const packages = [
  'openapi-typescript@7.13.0',
  'openapi-fetch@0.17.0',
  'typescript@5.9.3',
  '@types/node@20.19.43',
]

/** Installs what a user of the API would, as ordinary packages. @returns why not, or null */
async function installIn(folder: string): Promise<string | null> {
  writeFileSync(join(folder, 'package.json'), '{"type":"module","private":true}')
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline']
  return run('npm', ['install', ...flags, ...packages], { cwd: folder, timeout: 120_000 }).then(
    () => null,
    (error: Error) => error.message,
  )
}

describe('the TypeScript client of the documentation', () => {
  const server = ownServer()
  const folder = mkdtempSync(join(tmpdir(), 'ibtsocs-client-'))
  after(() => rmSync(folder, { recursive: true, force: true }))
  before(() => limits(server, 'off'))

  test('is made, compiles strictly, reads and writes', async (t) => {
    const why = await installIn(folder)
    if (why) return t.skip(`its packages cannot be installed: ${why.slice(0, 200)}`)
    const html = await (
      await fetch(`${server.origin}/developers`, { headers: { Accept: 'text/html' } })
    ).text()
    const blocks = [...html.matchAll(/<pre[^>]*>([\s\S]*?)<\/pre>/g)].map(([, code = '']) =>
      plain(code.replace(/<[^>]+>/g, '')),
    )
    const program = blocks.find((code) => code.startsWith("import createClient from 'openapi-fetch'"))
    assert.ok(program, 'the page has the program')
    assert.ok(
      blocks.some((code) => code.includes('npx openapi-typescript')),
      'and the command',
    )
    const bin = (name: string) => join(folder, 'node_modules', '.bin', name)
    await run(bin('openapi-typescript'), [`${server.origin}/api/v1/openapi.json`, '-o', 'ibtsocs.d.ts'], {
      cwd: folder,
    })
    const me = await aMember()
    writeFileSync(join(folder, 'client.ts'), program.replace('TOKEN', me.token))
    const options =
      '--strict --target es2022 --module nodenext --allowImportingTsExtensions --rewriteRelativeImportExtensions'
    await run(bin('tsc'), [...options.split(' '), 'client.ts'], { cwd: folder }).catch(
      ({ stdout }: { stdout: string }) => assert.fail(stdout),
    )
    const { stdout } = await run(process.execPath, ['client.js'], { cwd: folder })
    assert.match(stdout, /^\d+ \S/m, 'it has read')
    assert.match(stdout, /\/b\/\d+\/my-types-are-right/, 'it has written')
  })
})
