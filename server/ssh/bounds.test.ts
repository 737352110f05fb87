import assert from 'node:assert/strict'
import { test } from 'node:test'
import { networkOf } from '@/core/network'
import { bounds, Places } from './bounds'

/** Opens and closes this many connections at a moment. @returns how many were let in */
function visits(places: Places, network: string, count: number, now: number): number {
  let entered = 0
  for (let n = 0; n < count; n += 1)
    if (places.take(network, now)) {
      entered += 1
      places.leave(network)
    }
  return entered
}

test('a network has so many connections at once, and others have theirs', () => {
  const places = new Places()
  const [mine, yours] = [networkOf('192.0.2.1'), networkOf('198.51.100.1')]
  const taken = Array.from({ length: bounds.byNetwork + 5 }, () => places.take(mine, 0))
  assert.equal(taken.filter(Boolean).length, bounds.byNetwork)
  assert.equal(places.take(yours, 0), true)
  places.leave(mine)
  assert.equal(places.take(mine, 0), true)
})

test('a network begins so many in a minute, also if each ends at once; the next minute counts anew', () => {
  const places = new Places()
  const [mine, yours] = [networkOf('192.0.2.1'), networkOf('198.51.100.1')]
  assert.equal(visits(places, mine, 10_000, 1_000), bounds.begunByNetwork)
  assert.equal(visits(places, yours, 1, 1_000), 1)
  assert.equal(visits(places, mine, 1, 60_999), 0)
  assert.equal(visits(places, mine, 10_000, 61_000), bounds.begunByNetwork)
})

test('many networks of one /48, and everybody together, have a bound', () => {
  const places = new Places()
  const sum = (address: (n: number) => string, count: number) =>
    Array.from({ length: count }, (_, n) => visits(places, networkOf(address(n)), 200, 0)).reduce(
      (a, b) => a + b,
      0,
    )
  assert.equal(
    sum((n) => `2001:db8:1:${n.toString(16)}::1`, 50),
    8 * bounds.begunByNetwork,
  )
  assert.equal(
    sum((n) => `10.0.${n}.1`, 200),
    bounds.begun - 8 * bounds.begunByNetwork,
  )
})
