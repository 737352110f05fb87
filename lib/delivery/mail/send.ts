import { randomUUID } from 'node:crypto'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import nodemailer, { type SendMailOptions, type Transporter } from 'nodemailer'
import type MimeNode from 'nodemailer/lib/mime-node'
import { readEnv } from '@/core/env'
import type { Letter } from './letter'

/** True if a text needs no encoding in an email (RFC 5322, 2.1.1), so that links can be copied from the file. */
const isPlain = (text: string): boolean => /^[\t\n\x20-\x7e]*$/.test(text) && !/.{990}/.test(text)

/** Prevents nodemailer from using quoted-printable for lines longer than 76 characters, such as links. */
function keepPlain(transport: Transporter, letter: Letter): void {
  if (!isPlain(letter.text)) return
  transport.use('stream', (mail, done) => {
    const parts = (mail.message as unknown as { childNodes: MimeNode[] }).childNodes
    for (const part of parts)
      if (String(part.getHeader('Content-Type')).startsWith('text/plain'))
        part.getTransferEncoding = () => '7bit'
    done()
  })
}

/** Converts a letter to a message: text and HTML as alternatives, and the headers of unsubscribing and of a thread. */
const messageOf = (
  { unsubscribe, thread, ...letter }: Letter,
  from: string,
  { id, host }: { id: string; host: string },
): SendMailOptions => ({
  from,
  ...letter,
  messageId: `<${id}@${host}>`,
  // The root is no message; clients group by it all the same (RFC 5256, section 3).
  ...(thread ? { references: `<${thread}@${host}>`, inReplyTo: `<${thread}@${host}>` } : {}),
  headers: unsubscribe
    ? {
        'List-Unsubscribe': `<${unsubscribe}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }
    : { 'Auto-Submitted': 'auto-generated' },
})

async function writeToOutbox(letter: Letter, message: SendMailOptions, dataDir: string): Promise<string> {
  const writer = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'unix' })
  keepPlain(writer, letter)
  const built = await writer.sendMail(message)
  const outbox = join(dataDir, 'outbox')
  await mkdir(outbox, { recursive: true, mode: 0o700 })
  const name = join(
    outbox,
    `${new Date().toISOString().replace(/[:.]/g, '-')}-${randomUUID().slice(0, 8)}.eml`,
  )
  await writeFile(`${name}.part`, built.message as Buffer, { mode: 0o600 })
  await rename(`${name}.part`, name)
  return name
}

/**
 * Returns the URL of the mail server with its settings: TLS with a checked certificate, unless the server is on this
 * machine or the operator says otherwise (`?requireTLS=false`), and timeouts. nodemailer takes settings from the URL
 * alone.
 */
export function connectionOf(smtpUrl: string): string {
  const url = new URL(smtpUrl)
  const isHere = /^(localhost|127\.[\d.]+|\[::1\])$/.test(url.hostname)
  const settings = {
    requireTLS: String(!isHere),
    connectionTimeout: '5000',
    greetingTimeout: '5000',
    socketTimeout: '10000',
  }
  for (const [name, value] of Object.entries(settings))
    if (!url.searchParams.has(name)) url.searchParams.set(name, value)
  return url.href
}

/**
 * Sends an email by SMTP_URL; without it the whole message goes to the data folder's `outbox/`.
 * @param id identifies the message, the same at each attempt, so that clients recognise duplicates
 * @returns what the mail server answered, or the file
 * @throws the error of the mail server or the connection
 */
export async function sendMail(letter: Letter, id: string): Promise<string> {
  const { smtpUrl, mailFrom, mailBounces, dataDir } = readEnv()
  const message = {
    ...messageOf(letter, mailFrom, { id, host: mailFrom.replace(/.*@|>.*/g, '') }),
    // The sender on the envelope gets the reports of what could not be delivered (RFC 5321, 3.6.3).
    ...(mailBounces ? { envelope: { from: mailBounces, to: letter.to } } : {}),
  }
  if (!smtpUrl) return writeToOutbox(letter, message, dataDir)
  const transport = nodemailer.createTransport(connectionOf(smtpUrl))
  keepPlain(transport, letter)
  try {
    const sent = await transport.sendMail(message)
    return sent.response
  } finally {
    transport.close()
  }
}
