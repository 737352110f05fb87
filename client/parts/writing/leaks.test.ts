import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BLACK, describe, findLeaks, masked } from './leaks'

const key = ['AK', 'IA', 'Z7Q3M5XN2RT4WB6K'].join('')

test('names the finding, masks its middle, and counts positions in graphemes', () => {
  const body = `👩‍👩‍👧 used ${key} again`
  const [leak, ...more] = findLeaks({ body, details: '' })
  assert.ok(leak)
  assert.equal(more.length, 0)
  assert.equal(describe(leak, body), 'This looks like an AWS access key: AKIA…6K (characters 8 to 27)')
})

test('private findings are shown in full, and details are named', () => {
  const details = 'It went to bob@acme.io'
  const [leak] = findLeaks({ body: 'x', details })
  assert.ok(leak && leak.severity === 'private')
  assert.equal(
    describe(leak, details),
    'This looks like an email address: bob@acme.io (the details, characters 12 to 22)',
  )
})

test('short or multi-line text stays masked and on one line', () => {
  assert.equal(masked('gh5xk2'), 'gh…')
  assert.equal(masked('-----BEGIN\nabc\n-----'), '----…--')
})

test('a replaced secret is no longer found', () => {
  const body = `used ${key} again`
  const [leak] = findLeaks({ body })
  assert.ok(leak)
  const clean = body.slice(0, leak.index) + BLACK + body.slice(leak.index + leak.length)
  assert.deepEqual(findLeaks({ body: clean }), [])
})
