import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bucketsOf, spanOf, stateWindow } from '@/core/windows'
import { daysWords, fixSpans } from './names'
import { medianOf, tally } from './tally'

const leapDay = Date.UTC(2028, 1, 29, 23, 59)

test('windows end today and have the stated length', () => {
  assert.equal(spanOf('week', leapDay).from, '2028-02-23')
  assert.equal(spanOf('month', leapDay).from, '2028-01-31')
  assert.equal(spanOf('year', leapDay).from, '2027-03-01')
  assert.equal(spanOf('all', leapDay).from, null)
  assert.equal(bucketsOf(spanOf('week', leapDay), null).length, 7)
  assert.equal(bucketsOf(spanOf('month', leapDay), '2020-01-01').length, 30)
  assert.deepEqual(bucketsOf(spanOf('all', leapDay), '2027-12-01'), [
    '2027-12-01',
    '2028-01-01',
    '2028-02-01',
  ])
  assert.deepEqual(bucketsOf(spanOf('all', leapDay), null), ['2028-02-01'])
  assert.equal(bucketsOf(spanOf('year', leapDay), null).length, 12)
})

test('only known names are windows', () => {
  assert.equal(stateWindow(null), 'month')
  assert.equal(stateWindow('all'), 'all')
  for (const name of ['', 'day', 'Week', 'constructor']) assert.equal(stateWindow(name), null)
})

test('the median is the middle value, or the mean of two', () => {
  assert.equal(medianOf([]), null)
  assert.equal(medianOf([[4, 1]]), 4)
  assert.equal(
    medianOf([
      [0, 1],
      [3, 1],
    ]),
    1.5,
  )
  assert.equal(
    medianOf([
      [0, 2],
      [7, 1],
    ]),
    0,
  )
  assert.equal(
    medianOf([
      [0, 1],
      [1, 98],
      [400, 1],
    ]),
    1,
  )
})

test('deltas count in the sums and in the course, folded or not', () => {
  const span = spanOf('all', leapDay)
  const { bemoanings, course, tags } = tally(
    [
      { grain: 'all', at: '1970-01-01', measure: 'bemoaning', counts: { 3: 10 } },
      { grain: 'month', at: '2028-01-01', measure: 'bemoaning', counts: { 3: 10 } },
      { grain: null, at: '2028-01-17', measure: 'bemoaning', counts: { 3: -4, 5: 1 } },
      { grain: 'all', at: '1970-01-01', measure: 'tag', counts: { 7: 1 } },
      { grain: null, at: '2028-01-17', measure: 'tag', counts: { 7: -1 } },
    ],
    span,
  )
  assert.equal(bemoanings, 7)
  assert.deepEqual(
    course.map((moment) => moment.bemoanings),
    [7, 0],
  )
  assert.deepEqual(tags, [], 'what is down to zero is gone')
})

test('ranges of days cover all fixes, and days are formatted in words', () => {
  const days = [0, 1, 2, 3, 4, 7, 8, 30, 31, 91, 92, 365, 366, 4_000].map((day) => ({ days: day, fixes: 1 }))
  assert.deepEqual(
    fixSpans(days).map(({ value }) => value),
    [1, 1, 2, 2, 2, 2, 2, 2],
  )
  assert.deepEqual(fixSpans([]), [])
  assert.deepEqual([daysWords(1), daysWords(0), daysWords(2.5)], ['1 day', '0 days', '2.5 days'])
})
