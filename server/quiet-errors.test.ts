import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { describeError } from './quiet-errors'

test('the log never contains what people typed', () => {
  const driver = Object.assign(new Error('duplicate key value violates unique constraint'), {
    code: '23505',
    detail: 'Key (body)=(my secret)',
  })
  const wrapped = new Error('Failed query: insert into x values ($1)\nparams: my secret', { cause: driver })
  const told = describeError(wrapped)
  assert.doesNotMatch(told, /my secret/)
  assert.match(told, /^Error: Failed query\n/)
  assert.match(told, /caused by Error: duplicate key value violates unique constraint \(23505\)/)
})

test('a log whose reader is gone is not written to again', async () => {
  const script = `
    import { quietErrors } from './server/quiet-errors.ts'
    quietErrors()
    let caught = 0
    process.on('uncaughtException', (error) => { caught += 1; console.error(error) })
    const timer = setInterval(() => console.error('a line'), 10)
    setTimeout(() => { clearInterval(timer); console.log(caught) }, 500)`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 20_000,
  })
  child.stderr.destroy()
  assert.equal((await text(child.stdout)).trim(), '0')
})
