import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { test } from 'node:test'

/** Runs a drill from the command line, without storing its result. */
const drill = (...args: string[]): Promise<{ code: number | null; said: string }> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'drills/kit/main.ts', ...args], {
      env: { ...process.env, KEEP: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
    child.on('exit', (code) => resolve({ code, said }))
  })

for (const [name, ...args] of [['kill-node', '2'], ['double-submits', '4'], ['sigterm']] as const)
  test(`the drill ${name} loses no acknowledged write`, async () => {
    const { code, said } = await drill(name, ...args)
    assert.equal(code, 0, said)
    assert.match(said, /acknowledged [1-9]\d*, unanswered \d+, lost 0, doubled 0, drift 0\n/)
  })
