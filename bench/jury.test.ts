import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Setup, simulate, town } from './kit/jury'

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

test('the jury is right, too, where few people may judge', () => {
  const kinds: Record<number, Setup['jurors']> = {
    3: { honest: 2, 'always yes': 1, 'always no': 0, random: 0, colluding: 0 },
    8: { honest: 6, 'always yes': 1, 'always no': 0, random: 1, colluding: 0 },
    23: { honest: 16, 'always yes': 2, 'always no': 1, random: 2, colluding: 2 },
    24: { honest: 17, 'always yes': 2, 'always no': 1, random: 2, colluding: 2 },
    100: { honest: 70, 'always yes': 7, 'always no': 6, random: 7, colluding: 10 },
  }
  for (const [people, jurors] of Object.entries(kinds))
    for (const seed of [1, 2, 3]) {
      const { precision, rejectPrecision, decided } = simulate({ ...town, seed, items: 1_000, jurors })
      assert.ok(precision >= 0.95, `${people} people, seed ${seed}: precision ${precision}`)
      assert.ok(
        rejectPrecision >= 0.9,
        `${people} people, seed ${seed}: of those rejected ${rejectPrecision}`,
      )
      assert.ok(decided > 0.15, `${people} people, seed ${seed}: decided ${decided}`)
    }
})

test('the same seed gives the same town', () => {
  const small = { ...town, items: 100 }
  assert.deepEqual(simulate(small), simulate(small))
})
