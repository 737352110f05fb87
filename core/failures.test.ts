import assert from 'node:assert/strict'
import { test } from 'node:test'
import { awayFailure, failureOf } from './failures'

const thrown = (code: string) =>
  new Error('Failed query', { cause: Object.assign(new Error('driver'), { code }) })

test('says that nothing was written only when that is certain', () => {
  for (const code of ['ECONNREFUSED', 'ENOENT', '57P03', '53300', '57014', '55P03', '40P01', '40001']) {
    assert.match(failureOf(thrown(code), 'call')?.message ?? '', /We haven’t saved anything/, code)
    assert.match(
      failureOf(thrown(code), 'form')?.message ?? '',
      /We kept what you typed; send it again/,
      code,
    )
  }
  for (const code of ['ECONNRESET', 'EPIPE', 'ETIMEDOUT', '08006', '57P01', '57P02']) {
    for (const stake of ['call', 'form'] as const) {
      const failure = failureOf(thrown(code), stake)
      assert.match(failure?.message ?? '', /may have been saved; check before you send it again/, code)
      assert.doesNotMatch(failure?.message ?? '', /We haven’t saved anything|send it again in/, code)
      assert.equal(failure?.code, 'unavailable')
      assert.ok(failure?.retryAfter)
    }
  }
})

test('the progress of the work decides what is certain', () => {
  const never = new Error('Failed query', { cause: new Error('timeout exceeded when trying to connect') })
  assert.match(failureOf(never, 'call')?.message ?? '', /We haven’t saved anything/)
  for (const code of ['ECONNRESET', '57P01'])
    assert.match(
      failureOf(thrown(code), 'call', 'not begun')?.message ?? '',
      /We haven’t saved anything/,
      code,
    )
  for (const code of ['ECONNREFUSED', '57014', '40P01', '53100', '25006'])
    for (const stake of ['call', 'form'] as const) {
      const { message = '' } = failureOf(thrown(code), stake, 'partly committed') ?? {}
      assert.match(message, /may have been saved/, code)
      assert.doesNotMatch(message, /We haven’t saved anything/)
    }
  assert.doesNotMatch(failureOf(thrown('53100'), 'call')?.message ?? '', /typed/, 'a program types nothing')
})

test('a message mentions only what is at stake', () => {
  for (const code of ['ECONNREFUSED', 'ECONNRESET', '57014'])
    assert.equal(failureOf(thrown(code), 'nothing')?.message, awayFailure('nothing').message)
  assert.doesNotMatch(awayFailure('nothing').message, /written|typed|saved/)
  assert.match(failureOf(thrown('23503'), 'form')?.message ?? '', /We kept what you typed/)
  assert.match(failureOf(thrown('23503'), 'call')?.message ?? '', /We haven’t saved anything/)
})

test('our own bugs are not reported as failures of the request', () => {
  for (const error of [new Error('x'), thrown('42P01'), null]) assert.equal(failureOf(error, 'call'), null)
})
