import assert from 'node:assert/strict'
import { test } from 'node:test'
import { simulate, town } from './kit/jury'

test('the jury is right, and laziness or collusion gain nothing', () => {
  for (const seed of [1, 2, 3]) {
    const { precision, recall, rejectPrecision, people, sum } = simulate({ ...town, seed, items: 1_200 })
    assert.ok(precision >= 0.95, `precision ${precision}`)
    assert.ok(recall >= 0.9, `recall ${recall}`)
    assert.ok(rejectPrecision >= 0.95, `of those rejected ${rejectPrecision}`)
    assert.equal(sum, 0)
    for (const habit of ['always yes', 'always no', 'random', 'colluding'] as const)
      assert.ok(people[habit].points <= 0, `${habit}: ${people[habit].points}`)
    for (const habit of ['always yes', 'always no', 'random'] as const)
      assert.ok(people[habit].weight < 0.1, `${habit} weighs ${people[habit].weight}`)
    assert.ok(people.honest.points > 0 && people.honest.weight > 1)
  }
})

test('the jury is right, too, where nearly everything or hardly anything is publishable', () => {
  for (const publishable of [0.95, 0.2]) {
    const { precision, recall, people } = simulate({ ...town, publishable, items: 1_200 })
    assert.ok(precision >= 0.95 && recall >= 0.9, `${publishable}: ${precision}, ${recall}`)
    for (const habit of ['always yes', 'always no', 'random'] as const)
      assert.ok(people[habit].points <= 0, `${publishable}, ${habit}: ${people[habit].points}`)
    // Colluding jurors judge other texts as well as anyone, and win that much from the lazy; the push costs them
    // points.
    assert.ok(people.colluding.points < people.honest.points / 4, `${people.colluding.points}`)
  }
})

test('the same seed gives the same town', () => {
  const small = { ...town, items: 100 }
  assert.deepEqual(simulate(small), simulate(small))
})
