import assert from 'node:assert/strict'
import { test } from 'node:test'
import { simulate, world } from './kit/rings'

/** A smaller town than the benchmark's (bench -- rings), whose months would take a minute of the processor. */
const town = { ...world, honest: 400, ring: 40, days: 20 }

const fewTouched = (touched: number) => assert.ok(touched <= 0.005, `${touched * 100}% of the honest touched`)

test('a ring of 40 among 400 wins at most 3 places for each text it pushes, after three pushes have been seen', async () => {
  const { places, caught, touched } = await simulate(town)
  assert.ok(Math.max(...places.slice(0, 3)) > 10, 'the ring is worth stopping')
  assert.ok(Math.max(...places.slice(3)) <= 3, `places won: ${places.join(' ')}`)
  assert.equal(places.length, town.days)
  assert.ok(caught >= 39, `caught ${caught}`)
  fewTouched(touched)
})

test('a ring that pushes every third day, or always the same topic, wins at most 3 places once it has been seen', async () => {
  for (const { seen, ...more } of [
    { seen: 3, pushEvery: 3 },
    { seen: 8, oneTopic: true },
  ]) {
    const { places, touched } = await simulate({ ...town, ...more, seed: 2 })
    assert.ok(Math.max(...places.slice(seen)) <= 3, `places won: ${places.join(' ')}`)
    fewTouched(touched)
  }
})

test('without a ring nobody is flagged, however few the topics', async () => {
  for (const topics of [20, 4]) {
    const { touched } = await simulate({ ...town, ring: 0, topics })
    fewTouched(touched)
  }
})
