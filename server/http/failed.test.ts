import assert from 'node:assert/strict'
import { test } from 'node:test'
import { afterError } from './failed'

const failure = (code: string) =>
  new Error('Failed query', { cause: Object.assign(new Error('x'), { code }) })

test('a concurrent change, a lock or a full disk is not reported as our bug', () => {
  for (const [code, status] of [
    ['23503', 409],
    ['57014', 503],
    ['55P03', 503],
    ['53100', 503],
    ['25006', 503],
    ['ECONNREFUSED', 503],
  ] as const)
    for (const route of ['api', 'form', 'reading', 'bad'] as const)
      assert.equal(afterError(route, failure(code)).status, status, `${code} ${route}`)
})
