import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shareOf, withVote } from './tally'

const tally = (bemoan: number, self_inflicted: number, mine: string | null) => ({
  votes: { bemoan, self_inflicted },
  mine,
})

test('a vote changes the counts by the difference', () => {
  assert.deepEqual(withVote(tally(3, 1, null), 'bemoan'), tally(4, 1, 'bemoan'))
  assert.deepEqual(withVote(tally(4, 1, 'bemoan'), 'self_inflicted'), tally(3, 2, 'self_inflicted'))
  assert.deepEqual(withVote(tally(3, 2, 'self_inflicted'), null), tally(3, 1, null))
  assert.deepEqual(withVote(tally(3, 1, 'bemoan'), 'bemoan'), tally(3, 1, 'bemoan'))
})

test('a count that was too low never becomes negative', () => {
  assert.deepEqual(withVote(tally(0, 0, 'bemoan'), null), tally(0, 0, null))
})

test('the split is a share of all votes, and 0 without votes', () => {
  assert.equal(shareOf({ bemoan: 3, self_inflicted: 1 }, 'bemoan'), 75)
  assert.equal(shareOf({ bemoan: 0, self_inflicted: 0 }, 'bemoan'), 0)
})
