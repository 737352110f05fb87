import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addresses } from '@/tests/addresses'
import { emailInput, signUpInput } from './input'

test('addresses are accepted as browsers accept them', () => {
  for (const [typed, stored] of addresses) {
    const parsed = emailInput.safeParse(typed)
    assert.equal(parsed.success ? parsed.data : null, stored, typed)
    const signUp = signUpInput.safeParse({ handle: 'someone', password: 'a long password', email: typed })
    assert.equal(signUp.success ? (signUp.data.email ?? null) : null, typed === '' ? '' : stored, typed)
  }
})

test('a refusal says why', () => {
  const says = (text: string) => emailInput.safeParse(text).error?.issues.map(({ message }) => message)
  assert.deepEqual(says('ü@example.org'), ['Before the @ we accept only a to z, digits and signs.'])
  assert.deepEqual(says('nothing'), ["That doesn't look like an email address."])
  assert.deepEqual(says(`${'a'.repeat(300)}@b.c`), ['That is too long for an email address.'])
  assert.deepEqual(says(`a@${'ü'.repeat(40)}_.org`), ["That doesn't look like an email address."])
})
