import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefused, mailFault } from './fault'

const said = (command: string, response: string, code = 'EENVELOPE') =>
  Object.assign(new Error(`Failed: ${response}`), {
    code,
    command,
    response,
    responseCode: Number(response.slice(0, 3)),
  })

test('only a permanent refusal of the recipient gives an email up', () => {
  for (const response of [
    '550 5.1.1 <ada@example.org>: Recipient address rejected: User unknown',
    '550 No such user here',
    '552 5.2.2 mailbox full',
    '501 Error: Bad recipient address syntax',
    '550 Unrouteable address',
  ])
    assert.equal(isRefused(said('RCPT TO', response)), true, response)
  for (const [command, response] of [
    ['MAIL FROM', '550 5.1.8 <site@example.org>: Sender address rejected: Domain not found'],
    ['MAIL FROM', '553 Sender refused'],
    ['RCPT TO', '554 5.7.1 <ada@example.org>: Relay access denied'],
    ['RCPT TO', '550 relay not permitted'],
    ['RCPT TO', '530 5.7.0 Must issue a STARTTLS command first'],
    ['RCPT TO', '530 Authentication required'],
    ['RCPT TO', '550 5.1.8 the sender’s domain does not resolve'],
    ['RCPT TO', '451 4.7.1 Greylisted, try again in 300 seconds'],
    ['RCPT TO', '550 Your address is on a block list'],
    ['DATA', '554 5.6.0 Message refused'],
  ] as const)
    assert.equal(isRefused(said(command, response)), false, response)
  assert.equal(isRefused(said('AUTH PLAIN', '535 5.7.8 bad credentials', 'EAUTH')), false)
  assert.equal(isRefused(Object.assign(new Error('getaddrinfo'), { code: 'EDNS' })), false)
})

test('a fault says what the server said, without the person and without links', () => {
  const fault = mailFault(
    said(
      'RCPT TO',
      '550 5.1.1 <Ada.L@Example.org>: user ada.l of example.org unknown, see https://mx.example/why?u=ada or post@mx.example, id 4f3c2b1a4f3c2b1a4f3c2b1a4f',
    ),
    'ada.l@example.org',
  )
  assert.equal(fault, 'EENVELOPE 550 RCPT TO: 5.1.1 <…>: user … of … unknown, see … or …, id …')
  const untrusted = Object.assign(new Error('self-signed certificate'), {
    code: 'ESOCKET',
    originalCode: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    command: 'CONN',
  })
  assert.equal(
    mailFault(untrusted, 'ada@example.org'),
    'ESOCKET DEPTH_ZERO_SELF_SIGNED_CERT CONN: self-signed certificate',
  )
  assert.ok(mailFault(said('DATA', `554 ${'x y '.repeat(500)}`), 'a@b.c').length <= 240)
})
