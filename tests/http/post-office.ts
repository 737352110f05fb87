import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'

/** A real mail server on loopback that stores its messages. */
export type PostOffice = {
  /** For SMTP_URL; the port stays the same when it closes and opens again. */
  url: string
  close: () => Promise<void>
  /** Whether it refuses every sender, as for an account that was closed. */
  refuseSenders: (refuse: boolean) => void
  open: () => Promise<void>
  /** Messages to an address that have not been taken yet. */
  of: (to: string) => string[]
  /** Waits for a message to an address whose subject matches, and takes it. */
  take: (to: string, subject: RegExp) => Promise<string>
}

export async function aPostOffice(): Promise<PostOffice> {
  const box: { to: string; raw: string }[] = []
  let port = 0
  let running: SMTPServer | null = null
  let refusing = false

  const open = () =>
    new Promise<void>((resolve) => {
      const fresh = new SMTPServer({
        authOptional: true,
        disabledCommands: ['STARTTLS'],
        onMailFrom: (_address, _session, done) =>
          done(
            refusing ? Object.assign(new Error('5.7.1 This account is closed'), { responseCode: 550 }) : null,
          ),
        onRcptTo: ({ address }, _, done) =>
          done(
            address.startsWith('refused-')
              ? Object.assign(new Error('No such user here'), { responseCode: 550 })
              : null,
          ),
        onData(stream, session, done) {
          const parts: Buffer[] = []
          stream.on('data', (part: Buffer) => parts.push(part))
          stream.on('end', () => {
            for (const { address } of session.envelope.rcptTo)
              box.push({ to: address, raw: Buffer.concat(parts).toString() })
            done()
          })
        },
      })
      running = fresh
      fresh.listen(port, '127.0.0.1', () => {
        port = (fresh.server.address() as AddressInfo).port
        resolve()
      })
    })
  await open()

  const of = (to: string) => box.filter((mail) => mail.to === to).map(({ raw }) => raw)
  return {
    url: `smtp://127.0.0.1:${port}`,
    open,
    refuseSenders: (refuse) => {
      refusing = refuse
    },
    close: () => new Promise((resolve) => (running ? running.close(() => resolve()) : resolve())),
    of,
    async take(to, subject) {
      for (let tries = 0; tries < 100; tries += 1) {
        const subjects = await Promise.all(
          box.map(async (mail) => (mail.to === to ? (await PostalMime.parse(mail.raw)).subject : undefined)),
        )
        const at = subjects.findIndex((one) => one !== undefined && subject.test(one))
        const [found] = at < 0 ? [] : box.splice(at, 1)
        if (found) return found.raw
        await sleep(100)
      }
      assert.fail(`no mail to ${to} about ${subject}; there are ${box.length}`)
    },
  }
}
