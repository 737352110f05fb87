import assert from 'node:assert/strict'
import { test } from 'node:test'
import { feedAt, feeds, rankedBy } from '@/core/feeds'
import { hotness } from './ranking'
import { explain } from './why'

const inputs = { bemoan: 92, selfInflicted: 3, light: 0, commenters: 7, epoch: 1_780_000_000 }
const at = (path: string) => {
  const feed = feedAt(path)
  assert.ok(feed)
  return feed
}

test('the steps of Hot add up to the stored number', () => {
  const found = explain(at('/'), inputs, inputs.epoch + 7_200)
  assert.deepEqual(
    found?.steps.map(({ gives }) => gives),
    ['92', '1.5', '3.5', '97', '1.987', '30,902.778'],
  )
  assert.equal(
    found?.total.gives,
    hotness(inputs, inputs.epoch).toLocaleString('en-US', { maximumFractionDigits: 3 }),
  )
  assert.match(found?.steps[5]?.words ?? '', /2 hours ago/)
  // 97 points, 7,200 s later: 97 / 10^(7200/57600) = 72.7.
  assert.match(found?.remark ?? '', /needs 73 votes/)
})

test('a forgotten bemoaning ranks below a new one without votes', () => {
  const found = explain(at('/'), { ...inputs, bemoan: 1 }, inputs.epoch + 700_000)
  assert.match(found?.remark ?? '', /without a single vote/)
})

test('comments count no more than votes', () => {
  const found = explain(at('/'), { ...inputs, bemoan: 2, commenters: 50 }, inputs.epoch)
  assert.equal(found?.steps[2]?.gives, '1')
})

test('each other list explains its own formula', () => {
  assert.equal(explain(at('/top/week'), inputs)?.total.gives, '93.5')
  assert.equal(explain(at('/self-inflicted'), inputs)?.total.gives, '3')
  assert.equal(
    explain(at('/controversial'), { ...inputs, bemoan: 8, selfInflicted: 8 })?.total.gives,
    '16.000',
  )
  assert.equal(
    explain(at('/controversial'), { ...inputs, bemoan: 0, selfInflicted: 0 })?.total.gives,
    '0.000',
  )
})

test('exactly the ranked lists have an explanation', () => {
  for (const feed of feeds)
    assert.equal(rankedBy(feed.path) !== null, explain(feed, inputs) !== null, feed.path)
  assert.equal(rankedBy('/t/ci')?.name, 'hot')
  assert.equal(rankedBy('/nonsense'), null)
})
