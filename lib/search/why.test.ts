import assert from 'node:assert/strict'
import { test } from 'node:test'
import { explainSearch } from './why'

const base = { body: 'x', text: 0.6, said: 0, points: 18, epoch: 1_780_000_000 }

test('the steps of a result add up to its weight', () => {
  const { steps, total } = explainSearch(base, base.epoch)
  assert.deepEqual(
    steps.map(({ gives }) => gives),
    ['0.600', '1.000', '0.320', '0.250'],
  )
  assert.equal(total.gives, (0.6 * (1 + Math.log10(19) / 4 + 0.25)).toFixed(3))
})

test('a match in a comment only counts less', () => {
  const { steps, total } = explainSearch({ ...base, text: 0, said: 0.5, points: 0 }, base.epoch + 7_776_000)
  assert.equal(steps[0]?.gives, '0.200')
  assert.equal(total.gives, (0.2 * (1 + 0.25 / Math.E)).toFixed(3))
})
