import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { aMember, json, limits, plain } from '../http/helpers'
import { ownServer } from '../server'

const skip = process.env.FOREIGN !== '1' && 'npm run test:foreign runs it'

describe('the command line that the site hands out', { skip }, () => {
  const server = ownServer()
  const folder = mkdtempSync(join(tmpdir(), 'ibtsocs-command-'))
  let token = ''

  before(async () => {
    await limits(server, 'off')
    token = (await aMember({ ageDays: 90 })).token
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  /** Runs a program in an empty home, without a registry. */
  const run = (program: string, args: readonly string[], input = '') =>
    new Promise<{ code: number; out: string; err: string }>((resolve) => {
      const child = execFile(
        program,
        [...args],
        {
          cwd: folder,
          timeout: 120_000,
          env: {
            NODE_ENV: 'production',
            PATH: process.env.PATH,
            HOME: folder,
            npm_config_registry: 'http://127.0.0.1:9/',
            npm_config_update_notifier: 'false',
            IBTSOCS_URL: server.origin,
            IBTSOCS_TOKEN: token,
            GIT_AUTHOR_NAME: 'Test',
            GIT_AUTHOR_EMAIL: 'test@example.org',
            GIT_COMMITTER_NAME: 'Test',
            GIT_COMMITTER_EMAIL: 'test@example.org',
            GITHUB_SHA: 'f00d',
            GITHUB_REF_NAME: 'main',
          },
        },
        (error, out, err) =>
          resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err }),
      )
      child.stdin?.end(input)
    })

  const bemoaned = async (text: string): Promise<number> => {
    const { items } = await json<{ items: { body: string }[] }>(
      await server.send('GET', '/api/v1/bemoanings?feed=new&limit=100'),
    )
    return items.filter(({ body }) => body.includes(text)).length
  }
  /** The code blocks of the page, as shown. */
  const blocks = async (): Promise<string[]> => {
    const page = await (await server.send('GET', '/developers')).text()
    return [...page.matchAll(/<pre[^>]*><code>([\s\S]*?)<\/code>/g)].map(([, code = '']) => plain(code))
  }

  test('npx runs it from the site alone', async () => {
    const command = (await blocks()).find((code) => code.includes('npx') && code.includes(' hot'))
    const shown = await run('sh', ['-c', command ?? 'exit 9'])
    assert.deepEqual([shown.code, shown.err], [0, ''])
    assert.match(shown.out, /^Hot\n===\n[\s\S]*#\d+ · /)
    const refused = await run('npx', ['--yes', `${server.origin}/ibtsocs.tgz`, 'b', '999999'])
    assert.equal(refused.code, 1)
    assert.match(refused.err, /\S/)
  })

  test('the hook of Git bemoans a failed push once for its commit, and lets others through', async () => {
    const hook = (await blocks()).find((code) => code.includes('pre-push'))
    mkdirSync(join(folder, 'repository'))
    writeFileSync(
      join(folder, 'repository/package.json'),
      JSON.stringify({ name: 'x', version: '1.0.0', scripts: { test: 'test -e green' } }),
    )
    const git = (...args: string[]) => run('git', ['-C', 'repository', ...args])
    await run('git', ['init', '-q', '--bare', 'remote'])
    await git('init', '-q')
    await git('remote', 'add', 'origin', '../remote')
    writeFileSync(join(folder, 'repository/.git/hooks/pre-push'), hook ?? '')
    chmodSync(join(folder, 'repository/.git/hooks/pre-push'), 0o755)
    await git('add', '-A')
    await git('commit', '-qm', 'Rename the wombat')
    for (let n = 0; n < 2; n += 1) {
      const pushed = await git('push', '-q', 'origin', 'HEAD:main')
      assert.notEqual(pushed.code, 0)
      assert.match(pushed.out + pushed.err, /Rename the wombat\. It passed on my machine\./)
    }
    assert.equal(await bemoaned('Rename the wombat'), 1)
    writeFileSync(join(folder, 'repository/green'), '')
    assert.equal((await git('push', '-q', 'origin', 'HEAD:main')).code, 0)
  })

  test('the step of a workflow bemoans once for its commit', async () => {
    const workflow = (await blocks()).find((code) => code.includes('failure()')) ?? ''
    const script = workflow.slice(workflow.indexOf('run: |') + 6)
    for (let n = 0; n < 2; n += 1) {
      const said = await run('sh', ['-ec', script])
      assert.deepEqual([said.code, said.err], [0, ''])
    }
    assert.equal(await bemoaned('The build of main is red.'), 1)
  })
})
