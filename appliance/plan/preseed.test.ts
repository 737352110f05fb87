import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseConfig } from '../config/parse'
import { resolve } from '../config/resolve'
import { quoted } from './late'
import { cacheInGuest } from './plan'
import { preseedOf, preseedText } from './preseed'
import { questions } from './questions'

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
const answers = (preseed: string) =>
  preseedOf(
    resolve(
      parseConfig(`appliance: www.example.org\napp: .\npreseed:\n  ${preseed}\n`, 'a'),
      { publicKeys: { k: key }, aptMirror: null },
      'a',
    ).values,
    cacheInGuest,
    null,
  )

test('an override merges by question', () => {
  const found = answers('clock-setup/ntp: true').filter(({ name }) => name === 'clock-setup/ntp')
  assert.deepEqual(found, [{ owner: 'd-i', name: 'clock-setup/ntp', kind: 'boolean', value: 'true' }])
})

test('every line is owner, question, type and one space before the value', () => {
  for (const line of preseedText(answers('{}')).split('\n').slice(1, -1)) {
    const found = /^(\S+) (\S+) (\S+)(?: (\S.*))?$/.exec(line)
    assert.ok(found, line)
    const [, owner, name = '', kind] = found
    assert.deepEqual(questions[name], { owner, kind }, line)
  }
})

test('shell words are quoted', () => {
  assert.equal(quoted("it's"), "'it'\\''s'")
})
