import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import { newSecret, otpauthUri, stepOfCode } from './totp'

/** RFC 6238, appendix B: time in seconds, T in hex, eight digits with SHA-1. */
const vectors = [
  [59, '0000000000000001', '94287082'],
  [1111111109, '00000000023523EC', '07081804'],
  [1111111111, '00000000023523ED', '14050471'],
  [1234567890, '000000000273EF07', '89005924'],
  [2000000000, '0000000003F940AA', '69279037'],
  [20000000000, '0000000027BC86AA', '65353130'],
] as const
const secret = Secret.fromUTF8('12345678901234567890')

test('the library generates the codes of RFC 6238, and ours are their last six digits', () => {
  for (const [seconds, step, code] of vectors) {
    const eight = new TOTP({ secret, digits: 8, algorithm: 'SHA1', period: 30 })
    assert.equal(eight.generate({ timestamp: seconds * 1_000 }), code)
    const found = stepOfCode(secret.base32, code.slice(2), seconds * 1_000)
    assert.equal(found, Number.parseInt(step, 16), code)
  }
})

test('a code is valid in its own step and the adjacent ones, and returns its own step', () => {
  const at = 1_234_567_890_000
  const own = Math.floor(at / 30_000)
  const code = new TOTP({ secret, digits: 6 }).generate({ timestamp: at })
  const seen = [-2, -1, 0, 1, 2].map((steps) => stepOfCode(secret.base32, code, at + steps * 30_000))
  assert.deepEqual(seen, [null, own, own, own, null])
})

test('invalid codes are refused: other digits, letters, wrong length, empty', () => {
  for (const code of ['', '12345', '1234567', 'abcdef', '１２３４５６', '12 34', '-12345', '1e5000'])
    assert.equal(stepOfCode(secret.base32, code, 59_000), null, code)
  assert.equal(stepOfCode(secret.base32, ' 287 082 ', 59_000), 1, 'spaces do not matter')
})

test('secrets are 160 bits and never repeat; the URI holds the values that apps need', () => {
  const made = new Set(Array.from({ length: 50 }, newSecret))
  assert.equal(made.size, 50)
  for (const one of made) assert.match(one, /^[A-Z2-7]{32}$/)
  const uri = new URL(otpauthUri('JBSWY3DPEHPK3PXP', 'IBTSOCS', 'kettle'))
  assert.equal(uri.protocol, 'otpauth:')
  assert.equal(decodeURIComponent(uri.pathname), '/IBTSOCS:kettle')
  assert.deepEqual(Object.fromEntries(uri.searchParams), {
    issuer: 'IBTSOCS',
    secret: 'JBSWY3DPEHPK3PXP',
    algorithm: 'SHA1',
    digits: '6',
    period: '30',
  })
})
