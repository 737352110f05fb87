import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reporterWeight } from './weight'

test("a reporter's weight follows earlier reports, and never reaches 0 or the maximum", () => {
  assert.equal(reporterWeight({ judged: 0, right: 0 }), 500)
  assert.equal(reporterWeight({ judged: 1, right: 1 }), 667)
  assert.equal(reporterWeight({ judged: 1, right: 0 }), 333)
  assert.equal(reporterWeight({ judged: 8, right: 0 }), 100)
  assert.equal(reporterWeight({ judged: 8, right: 8 }), 900)
  for (let judged = 0; judged < 50; judged += 1)
    for (let right = 0; right <= judged; right += 1) {
      const weight = reporterWeight({ judged, right })
      assert.ok(Number.isInteger(weight) && weight > 0 && weight < 1_000)
      assert.ok(right === 0 || weight > reporterWeight({ judged, right: right - 1 }))
    }
})
