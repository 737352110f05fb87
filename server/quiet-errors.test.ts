import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeError } from './quiet-errors'

test('the log never holds what people typed', () => {
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
