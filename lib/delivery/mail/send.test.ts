import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { SMTPServer } from 'smtp-server'
import { connectionOf, sendMail } from './send'

const letter = {
  to: 'ada@example.org',
  subject: 'A link',
  text: 'A secret link',
  html: '<p>A secret link</p>',
}

test('a remote mail server must use TLS, unless the operator says otherwise', () => {
  const needs = (url: string) => new URL(connectionOf(url)).searchParams.get('requireTLS')
  assert.equal(needs('smtp://user:p%40ss@mail.example.org:587'), 'true')
  assert.equal(needs('smtp://10.0.0.1'), 'true')
  assert.equal(needs('smtp://localhost.example.org'), 'true')
  for (const here of ['smtp://localhost:25', 'smtp://127.0.0.1:2525', 'smtp://[::1]:25'])
    assert.equal(needs(here), 'false', here)
  assert.equal(needs('smtp://relay.lan?requireTLS=false'), 'false')
  assert.ok(
    connectionOf('smtp://user:p%40ss@mail.example.org:587').includes('user:p%40ss@mail.example.org:587'),
  )
})

test('nothing of an email is sent unencrypted where TLS is required', async () => {
  const heard: string[] = []
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    onMailFrom: ({ address }, _, done) => {
      heard.push(address)
      done()
    },
    onData: (stream, _, done) => {
      stream.on('data', (part: Buffer) => heard.push(part.toString()))
      stream.on('end', () => done())
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  const before = process.env.SMTP_URL
  try {
    process.env.SMTP_URL = `smtp://127.0.0.1:${port}?requireTLS=true`
    await assert.rejects(sendMail(letter, 'a'))
    assert.deepEqual(heard, [])
    process.env.SMTP_URL = `smtp://127.0.0.1:${port}`
    await sendMail(letter, 'b')
    assert.match(heard.join(''), /A secret link/, 'the same mail is sent on this machine')
  } finally {
    if (before === undefined) delete process.env.SMTP_URL
    else process.env.SMTP_URL = before
    await new Promise<void>((resolve) => server.close(resolve))
  }
})

test('a silent mail server does not block an email for ever', async () => {
  const server = createServer(() => {})
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const before = process.env.SMTP_URL
  try {
    process.env.SMTP_URL = `smtp://127.0.0.1:${port}?greetingTimeout=200`
    await assert.rejects(sendMail(letter, 'c'), /greeting/i)
  } finally {
    if (before === undefined) delete process.env.SMTP_URL
    else process.env.SMTP_URL = before
    server.close()
  }
  assert.equal(new URL(connectionOf('smtp://mail.example.org')).searchParams.get('greetingTimeout'), '5000')
})
