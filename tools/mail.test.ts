import assert from 'node:assert/strict'
import { execFile, execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { SMTPServer } from 'smtp-server'

const folder = mkdtempSync(join(tmpdir(), 'ibtsocs-mail-'))
const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
const heard: { from: string; raw: string }[] = []
let server: SMTPServer | null = null
let port = 0

before(async () => {
  // A certificate of one's own authority, as operators have on their networks.
  execFileSync(
    'openssl',
    // biome-ignore format: one command
    ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=localhost',
     '-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', cert],
    { stdio: 'ignore' },
  )
  server = new SMTPServer({
    secure: true,
    key: readFileSync(key),
    cert: readFileSync(cert),
    authOptional: true,
    onMailFrom: ({ address }, _, done) =>
      done(
        address === 'nobody@example.org'
          ? Object.assign(new Error('5.1.8 Sender address rejected'), { responseCode: 550 })
          : null,
      ),
    onRcptTo: ({ address }, _, done) =>
      done(
        address.startsWith('gone-')
          ? Object.assign(new Error(`5.1.1 <${address}>: User unknown`), { responseCode: 550 })
          : null,
      ),
    onData(stream, session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const { mailFrom } = session.envelope
        heard.push({ from: mailFrom ? mailFrom.address : '', raw: Buffer.concat(parts).toString() })
        done(null, 'kept as number 1')
      })
    },
  })
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  port = (server.server.address() as AddressInfo).port
})
after(async () => {
  await new Promise<void>((resolve) => (server ? server.close(resolve) : resolve()))
  rmSync(folder, { recursive: true })
})

/** Runs `mail test` against the server of this process, so without blocking it. */
function mailTest(to: string, env: Record<string, string>): Promise<{ code: number; said: string }> {
  const { NODE_EXTRA_CA_CERTS: _, ...rest } = process.env
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['dist/admin.mjs', 'mail', 'test', to],
      { env: { ...rest, IBTSOCS_DATA: folder, DATABASE_URL: 'postgres://127.0.0.1:1/none', ...env } },
      (error, out, err) => resolve({ code: Number(error?.code ?? 0), said: (out + err).trim() }),
    )
  })
}

test('mail test prints what the server said, at each step at which it can fail', async () => {
  const SMTP_URL = `smtps://localhost:${port}`
  const trusted = { SMTP_URL, NODE_EXTRA_CA_CERTS: cert, MAIL_FROM: 'IBTSOCS <site@example.org>' }
  const [fine, untrusted, sender, recipient, name, silent, file] = await Promise.all([
    mailTest('ada@example.org', { ...trusted, MAIL_BOUNCES: 'bounces@example.org' }),
    mailTest('ada@example.org', { SMTP_URL }),
    mailTest('ada@example.org', { ...trusted, MAIL_FROM: 'nobody@example.org' }),
    mailTest('gone-ada@example.org', trusted),
    mailTest('ada@example.org', { SMTP_URL: 'smtp://no-such-host.invalid' }),
    mailTest('ada@example.org', { SMTP_URL: 'smtp://127.0.0.1:1' }),
    mailTest('ada@example.org', { SMTP_URL: '' }),
  ])
  assert.deepEqual(fine, {
    code: 0,
    said: 'localhost took it from IBTSOCS <site@example.org>: 250 kept as number 1',
  })
  assert.deepEqual(
    heard.map(({ from }) => from),
    ['bounces@example.org'],
    'reports of what can’t be delivered go there',
  )
  assert.match(heard[0]?.raw ?? '', /^From: IBTSOCS <site@example\.org>\r?$/m)
  for (const [{ code, said }, fault] of [
    [
      untrusted,
      /^The email wasn’t sent\. ESOCKET .*: self-signed certificate\nIts certificate .* NODE_EXTRA_CA_CERTS/,
    ],
    [
      sender,
      /EENVELOPE 550 MAIL FROM: 5\.1\.8 Sender address rejected\nIt refuses the sender: see MAIL_FROM/,
    ],
    [recipient, /EENVELOPE 550 RCPT TO: 5\.1\.1 <…>: User unknown\nIt refuses the recipient/],
    [name, /no-such-host\.invalid\nThe name in SMTP_URL isn’t known here\.$/],
    [silent, /ECONNREFUSED.*\nNothing answers at SMTP_URL\.$/],
  ] as const) {
    assert.equal(code, 1, said)
    assert.match(said, fault)
    assert.doesNotMatch(said, /ada@/)
  }
  assert.equal(file.code, 0)
  assert.match(file.said, /SMTP_URL isn’t set, so emails are files: .*outbox\/.*\.eml$/)
})
