import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { drawnShare, isKnownTurn } from './draw'
import { verdictForm, verdictInput } from './input'
import { rejectReasons, saysOf } from './reasons'
import { pointsOf, stakeOf } from './score'
import { quorumOf, tallyOf } from './tally'
import { agreement, type JurorRecord, newJuror, weightOf } from './weight'

const record = (publishRight = 0, publishWrong = 0, rejectRight = 0, rejectWrong = 0): JurorRecord => ({
  publishRight,
  publishWrong,
  rejectRight,
  rejectWrong,
})

const some = (verdict: 'publish' | 'reject', count: number, weight = 0.62) =>
  Array.from({ length: count }, () => ({ verdict, weight }))

test('a weight grows with agreement on both kinds, and starts above 0', () => {
  const weights = [newJuror, record(5, 1, 5, 1), record(20, 2, 20, 2), record(200, 10, 200, 10)].map(weightOf)
  assert.deepEqual([...weights].sort(), weights)
  assert.ok((weights[0] ?? 0) > 0.5)
  assert.ok(weightOf(record(0, 1, 0, 0)) > 0, 'one mistake silences nobody')
})

test('jurors who always say the same, or guess, weigh 0, whichever kind is more frequent', () => {
  for (const [publishable, not] of [
    [50, 50],
    [500, 10],
    [10, 500],
    [8, 8],
  ] as const) {
    assert.equal(weightOf(record(publishable, 0, 0, not)), 0, `always yes, ${publishable} to ${not}`)
    assert.equal(weightOf(record(0, publishable, not, 0)), 0, `always no, ${publishable} to ${not}`)
    assert.equal(weightOf(record(publishable / 2, publishable / 2, not / 2, not / 2)), 0, 'guessing')
  }
})

test('a weight is from 0 to 3, and never falls by being right', () => {
  const count = fc.nat(5_000)
  fc.assert(
    fc.property(count, count, count, count, (...counts) => {
      const before = record(...counts)
      const weight = weightOf(before)
      assert.ok(weight >= 0 && weight <= 3)
      assert.ok(agreement({ ...before, publishRight: before.publishRight + 1 }) >= 0)
      assert.ok(
        weightOf({ ...before, publishWrong: before.publishWrong + 1, rejectWrong: before.rejectWrong + 1 }) <=
          weightOf({ ...before, publishRight: before.publishRight + 1, rejectRight: before.rejectRight + 1 }),
      )
    }),
  )
})

test('it takes at least eight verdicts to decide', () => {
  assert.equal(tallyOf([], 24).outcome, null)
  assert.equal(tallyOf(some('publish', 7), 24).outcome, null)
  assert.equal(tallyOf(some('publish', 8), 24).outcome, 'publish')
  assert.equal(tallyOf(some('reject', 7), 24).outcome, null)
  assert.equal(tallyOf(some('reject', 8), 24).outcome, 'reject')
  assert.equal(tallyOf([...some('publish', 7), ...some('reject', 1)], 24).outcome, 'publish')
  assert.equal(tallyOf([...some('publish', 6), ...some('reject', 2)], 24).outcome, null, 'between')
  assert.equal(tallyOf([...some('reject', 7), ...some('publish', 1)], 24).outcome, 'reject')
  assert.equal(tallyOf([...some('reject', 6), ...some('publish', 2)], 24).outcome, null, 'between')
})

test('where few people may judge, fewer verdicts decide, if all agree', () => {
  assert.deepEqual(
    [1, 3, 6, 8, 12, 23].map((people) => quorumOf(people).enough),
    [2, 2, 2, 3, 4, 4],
  )
  assert.deepEqual(quorumOf(24), { enough: 8, unanimous: false })
  assert.equal(tallyOf(some('publish', 1), 3).outcome, null)
  assert.equal(tallyOf(some('publish', 2), 3).outcome, 'publish')
  assert.equal(tallyOf(some('reject', 2), 3).outcome, 'reject')
  assert.equal(tallyOf([...some('publish', 2), ...some('publish', 20, 0)], 8).outcome, null)
  assert.equal(
    tallyOf([...some('publish', 12), ...some('reject', 1)], 23).outcome,
    null,
    'a moderator decides',
  )
})

test('verdicts of weight 0 neither count nor decide', () => {
  const { count, outcome } = tallyOf([...some('publish', 7), ...some('publish', 100, 0)], 24)
  assert.deepEqual([count, outcome], [7, null])
  assert.equal(tallyOf([...some('publish', 8), ...some('reject', 100, 0)], 24).outcome, 'publish')
})

test('one heavy verdict does not stand for many: the bounds count them as few', () => {
  const tally = tallyOf([...some('publish', 1, 3), ...some('publish', 7, 0.01)], 24)
  assert.ok(tally.effective < 1.1)
  assert.equal(tally.outcome, null)
})

test('the bounds enclose the share', () => {
  const verdict = fc.record({
    verdict: fc.constantFrom('publish' as const, 'reject' as const),
    weight: fc.double({ min: 0, max: 3, noNaN: true }),
  })
  fc.assert(
    fc.property(fc.array(verdict, { maxLength: 40 }), (verdicts) => {
      const { lower, share, upper, effective, count } = tallyOf(verdicts, 24)
      assert.ok(lower <= share + 1e-9 && share <= upper + 1e-9)
      assert.ok(effective <= count + 1e-9)
    }),
  )
})

test('the points of a bemoaning add up to 0', () => {
  const verdicts = fc.array(fc.constantFrom('publish' as const, 'reject' as const), { maxLength: 60 })
  fc.assert(
    fc.property(
      verdicts,
      fc.constantFrom('publish' as const, 'reject' as const),
      fc.integer({ min: 1, max: 100 }),
      (given, outcome, stake) => {
        const { right, wrong } = pointsOf(given, outcome, stake)
        const sum = given.reduce((total, verdict) => total + (verdict === outcome ? right : wrong), 0)
        assert.equal(sum, 0)
      },
    ),
  )
  assert.deepEqual(pointsOf(['publish', 'publish', 'reject'], 'publish', 10), { right: 10, wrong: -20 })
})

test('rare outcomes are worth more', () => {
  assert.equal(stakeOf(0, 0), 10)
  assert.ok(stakeOf(190, 10) < 10 && stakeOf(10, 190) > 50)
  assert.ok(stakeOf(0, 100_000) <= 100 && stakeOf(100_000, 0) >= 1)
})

test('all jurors are drawn while they are few, and eventually in any case', () => {
  assert.equal(drawnShare(0, 0), 1)
  assert.equal(drawnShare(32, 0), 1)
  assert.equal(drawnShare(320, 0), 0.1)
  assert.equal(drawnShare(320, 1), 0.2)
  assert.equal(drawnShare(320, 9), 1)
})

test('known texts come in between: never first, more often at first', () => {
  const share = (judged: number) =>
    Array.from({ length: 2_400 }, (_, draw) => isKnownTurn(judged, draw)).filter(Boolean).length / 2_400
  assert.deepEqual([share(0), share(1), share(200)], [0, 1 / 3, 1 / 8])
})

test('a verdict is one of two; rejecting needs a listed reason, publishing takes none', () => {
  for (const schema of [verdictInput, verdictForm]) {
    const takes = (value: unknown) => schema.safeParse(value).success
    assert.ok(takes({ verdict: 'publish' }))
    assert.ok(takes({ verdict: 'reject', reason: 'advertisement', note: 'Twice.' }))
    for (const bad of [
      {},
      { verdict: 'maybe' },
      { verdict: null },
      { verdict: 'reject' },
      { verdict: 'reject', reason: 'because' },
      { verdict: 'publish', reason: 'advertisement' },
      { verdict: 'publish', weight: 3 },
      { verdict: 'reject', reason: 'person', note: 'x'.repeat(301) },
    ])
      assert.ok(!takes(bad), JSON.stringify(bad))
  }
})

test('every reason has its words, and an old one stays readable', () => {
  for (const { reason, says } of rejectReasons) assert.equal(saysOf(reason), says)
  assert.equal(saysOf('smelly'), 'smelly')
})
