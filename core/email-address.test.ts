import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { asciiDomain } from './email-address'
import { EnvError, readEnv } from './env'

test('only the domain of an address is converted', () => {
  const table: [typed: string, plain: string][] = [
    ['user@пример.рф', 'user@xn--e1afmkfd.xn--p1ai'],
    ['user@BÜCHER.example', 'user@xn--bcher-kva.example'],
    ['Site <user@例え.jp>', 'Site <user@xn--r8jz45g.jp>'],
    ['user@例え。jp', 'user@xn--r8jz45g.jp'],
    ['USER@Example.ORG', 'USER@Example.ORG'],
    ['ü@example.org', 'ü@example.org'],
    ['a@b@ü.org', 'a@b@xn--tda.org'],
    ['nothing', 'nothing'],
    ['', ''],
  ]
  for (const [typed, plain] of table) assert.equal(asciiDomain(typed), plain)
})

test('MAIL_FROM is one address, with a name or without', () => {
  const from = (text: string): string => readEnv({ MAIL_FROM: text }).mailFrom
  const good: [text: string, sender: string][] = [
    ['site@example.org', 'site@example.org'],
    ['IBTSOCS <site@example.org>', 'IBTSOCS <site@example.org>'],
    ['"Bemoanings, Inc." <site@example.org>', '"Bemoanings, Inc." <site@example.org>'],
    ['<site@example.org>', '<site@example.org>'],
    ['site@10.77.0.3', 'site@10.77.0.3'],
    ['site@localhost', 'site@localhost'],
    ['Сайт <site@пример.рф>', 'Сайт <site@xn--e1afmkfd.xn--p1ai>'],
    ['x@b.c', 'x@b.c'],
  ]
  for (const [text, sender] of good) assert.equal(from(text), sender)
  for (const bad of [
    '@',
    'a@',
    '@example.org',
    'a@b.c, d@e.f',
    'A, B <a@b.c>',
    'a@b.c <d@e.f>',
    'Site <a@b.c',
    'a b@c.d',
    'a@b_c.d',
    'a@-b.c',
    'Site\n<a@b.c>',
    'ü@example.org',
  ])
    assert.throws(
      () => from(bad),
      (error: unknown) =>
        error instanceof EnvError && /^MAIL_FROM is .*, but must be an email address/s.test(error.message),
      bad,
    )
})

test('the rule for MAIL_FROM, which has no packages, accepts what the pattern of forms accepts', () => {
  const parts = ['a', '.', '-', '_', "'", '+', '@', 'b', '1', ' ', '"', '<', '(', ',', '\\', 'xn--p1ai', '..']
  let accepted = 0
  for (let round = 0; round < 20_000; round += 1) {
    const text = Array.from(
      { length: 1 + (round % 6) },
      () => parts[Math.floor(Math.random() * parts.length)],
    ).join('')
    const address = `${text}@${parts[round % parts.length]}b`
    const isAddress = z.regexes.html5Email.test(address)
    if (isAddress) accepted += 1
    // In angle brackets nothing but an address fits, so both rules are about the same text.
    const fits = (() => {
      try {
        return readEnv({ MAIL_FROM: `<${address}>` }) !== null
      } catch {
        return false
      }
    })()
    assert.equal(fits, isAddress, address)
  }
  assert.ok(accepted > 100, `${accepted}`)
})
