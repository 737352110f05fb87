import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Freshness, isFresh } from './freshness'
import { type LogPosition, later, positionOf, reaches, readPosition, writtenPosition } from './log-position'

const place = (timeline: number, at: number): LogPosition => ({ timeline, at: BigInt(at) })

/** Knows a primary whose position the test sets. */
async function freshness(
  at: LogPosition,
): Promise<{ known: Freshness; primary: { at: LogPosition | null } }> {
  const primary: { at: LogPosition | null } = { at }
  const known = new Freshness(async () => primary.at)
  known.noteDeafness(false)
  await known.learn(true)
  return { known, primary }
}

test('a position survives its cookie, and anything else is none', () => {
  const at = { timeline: 3, at: 0x1_2345_6789n }
  assert.deepEqual(readPosition(writtenPosition(at)), at)
  for (const text of ['', 'unknown', '1', '1-', '-1', '1-g', '1-12345678901234567', "1-1'", '1-1-1'])
    assert.equal(readPosition(text), null, text)
  assert.equal(positionOf({ timeline: null, at: '5' }), null, 'a replica that follows nobody')
  assert.equal(positionOf({ timeline: 1, at: null }), null, 'no replica any more')
})

test('a later timeline has what was acknowledged on the one before; an earlier one misses what came then', () => {
  assert.ok(reaches(place(2, 10), place(1, 20)))
  assert.ok(!reaches(place(1, 30), place(2, 20)), 'an old primary may have written more that nobody has')
  assert.deepEqual(later(place(1, 5), place(1, 9)), place(1, 9))
})

test('a reader needs their own writes, and everybody what was removed', async () => {
  const { known, primary } = await freshness(place(1, 100))
  assert.deepEqual(known.needed(''), place(1, 100))
  assert.deepEqual(known.needed(writtenPosition(place(1, 150))), place(1, 150))
  assert.equal(known.needed(null), null, 'not for what others may get')
  assert.equal(known.needed('unknown'), null)
  assert.ok(!isFresh(place(1, 149), place(1, 150)))
  assert.ok(!isFresh(null, place(1, 150)))
  primary.at = place(1, 200)
  known.noteRemoval()
  assert.equal(known.needed(''), null, 'until the primary has been asked')
  await known.learn(false)
  assert.deepEqual(known.needed(''), place(1, 200))
})

test('a removal that comes while the primary is asked is not covered by that answer', async () => {
  let release = () => {}
  const asked = new Promise<void>((resolve) => {
    release = resolve
  })
  const known = new Freshness(async () => {
    await asked
    return place(1, 50)
  })
  known.noteDeafness(false)
  const learning = known.learn(false)
  known.noteRemoval()
  release()
  await learning
  assert.equal(known.needed(''), null)
})

test('nothing older than two looks is read, nothing at all while deaf, and it goes on after an error', async () => {
  const { known, primary } = await freshness(place(1, 100))
  primary.at = place(1, 200)
  await known.learn(true)
  primary.at = place(1, 300)
  await known.learn(true)
  assert.deepEqual(known.needed(''), place(1, 200))
  known.noteDeafness(true)
  assert.equal(known.needed(''), null)
  known.noteDeafness(false)
  assert.equal(known.needed(''), null, 'removals may have been missed')
  primary.at = null
  await known.learn(false)
  assert.equal(known.needed(''), null, 'the primary can’t be asked')
  primary.at = place(2, 320)
  await known.learn(false)
  assert.deepEqual(known.needed(''), place(2, 320))
})
