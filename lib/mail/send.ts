import { randomUUID } from 'node:crypto'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import nodemailer from 'nodemailer'
import { readEnv } from '../env'
import type { Letter } from './letters'

/** Whether a text may stand in a mail as it is (RFC 5322, 2.1.1), so that a link can be copied from the file. */
const isPlain = (text: string): boolean => /^[\n\x20-\x7e]*$/.test(text) && !/.{990}/.test(text)

/**
 * Sends a mail by SMTP_URL; without it the whole message goes to the data folder's `outbox/`. A mail server
 * that refuses or is away leaves the message in the outbox too, so nothing is lost.
 */
export async function sendMail(letter: Letter): Promise<void> {
  const { smtpUrl, mailFrom, dataDir } = readEnv()
  const message = { from: mailFrom, ...letter }
  if (smtpUrl) {
    try {
      await nodemailer
        .createTransport(smtpUrl, { connectionTimeout: 5_000, socketTimeout: 10_000 } as never)
        .sendMail(message)
      return
    } catch (error) {
      console.error(`mail not sent, kept in the outbox: ${(error as Error).message}`)
    }
  }
  const writer = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'unix' })
  // nodemailer would make quoted-printable of a line longer than 76 characters, which a link is.
  if (isPlain(letter.text))
    writer.use('stream', (mail, done) => {
      mail.message.getTransferEncoding = () => '7bit'
      done()
    })
  const built = await writer.sendMail(message)
  const outbox = join(dataDir, 'outbox')
  await mkdir(outbox, { recursive: true, mode: 0o700 })
  const name = join(
    outbox,
    `${new Date().toISOString().replace(/[:.]/g, '-')}-${randomUUID().slice(0, 8)}.eml`,
  )
  await writeFile(`${name}.part`, built.message as Buffer, { mode: 0o600 })
  await rename(`${name}.part`, name)
}
