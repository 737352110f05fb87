import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkPassword, hashPassword } from './password'
import { siteWords, weakness } from './weakness'

test('a password is compared exactly as typed, to its last character', async () => {
  const long = `${'a sentence '.repeat(90)}end`
  for (const [typed, others] of [
    [' Leading and trailing ', ['Leading and trailing', ' leading and trailing ', ' Leading and trailing']],
    [long, [`${long.slice(0, -1)}D`, long.slice(0, 72), long.slice(0, 255)]],
    ['pässwörd sentence', ['pa\u0308sswo\u0308rd sentence', 'password sentence']],
  ] as const) {
    const hashed = await hashPassword(typed)
    assert.ok(hashed.ok)
    const right = await checkPassword(hashed.value, typed)
    assert.ok(right.ok && right.value, typed.slice(0, 30))
    for (const other of others) {
      const wrong = await checkPassword(hashed.value, other)
      assert.ok(wrong.ok && !wrong.value, `${other.slice(0, 30)} passes for ${typed.slice(0, 30)}`)
    }
  }
})

test('a password must not be mainly words of the site, but may contain one', async () => {
  for (const word of siteWords) {
    for (const poor of [`${word}${word}`, `${word}123`, `I.${word}!2026`, `${word.toUpperCase()}-1`])
      if (word.length > 4 && poor.length >= 10) assert.ok(await weakness(poor, 'grace_h'), poor)
  }
  for (const fine of [
    'We bemoan the kettle of ours',
    'a jury of nine quiet owls',
    'correct horse battery staple',
  ])
    assert.equal(await weakness(fine, 'grace_h'), null, fine)
})
