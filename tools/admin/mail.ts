import { randomUUID } from 'node:crypto'
import { readEnv } from '@/core/env'
import { siteName } from '@/core/site'
import { compose, mailFault, sendMail, words } from '@/lib/delivery'
import { emailInput } from '@/lib/user'
import { form } from './form'
import { UsageError } from './parse'

/** Steps of a conversation with a mail server, as its error names them, and what to look at. */
const cures: readonly (readonly [pattern: RegExp, cure: string])[] = [
  [
    /certificate|self-signed|CERT_|UNABLE_TO_VERIFY/i,
    'Its certificate isn’t trusted: NODE_EXTRA_CA_CERTS names a file with the authority’s certificate.',
  ],
  [/ENOTFOUND|EDNS|EAI_AGAIN/, 'The name in SMTP_URL isn’t known here.'],
  [/ECONNREFUSED|ETIMEDOUT|ECONNECTION/, 'Nothing answers at SMTP_URL.'],
  [/ETLS|STARTTLS/, 'It offers no TLS. For a server on a trusted network add ?requireTLS=false to SMTP_URL.'],
  [/EAUTH/, 'It refuses user or password of SMTP_URL.'],
  [/MAIL FROM/, 'It refuses the sender: see MAIL_FROM and MAIL_BOUNCES.'],
  [/RCPT TO/, 'It refuses the recipient, or that we send to it.'],
]

const testForm = form({
  usage: 'mail test <address>',
  does: 'send an email there now, past the queue, and print what the mail server says',
  needs: 'nothing',
  run: async (args, _, { say }) => {
    const to = emailInput.safeParse(args.address)
    if (!to.success) throw new UsageError(to.error.issues[0]?.message ?? 'Check the address.')
    const { smtpUrl, mailFrom } = readEnv()
    const letter = {
      to: to.data,
      ...compose(`${siteName}: a test`, [
        words(
          `This is a test by the operator of ${siteName}. If you can read it, emails from the site arrive.`,
        ),
      ]),
    }
    try {
      const said = await sendMail(letter, randomUUID())
      say(
        smtpUrl
          ? `${new URL(smtpUrl).hostname} took it from ${mailFrom}: ${said}`
          : `SMTP_URL isn’t set, so emails are files: ${said}`,
      )
      return 0
    } catch (error) {
      const fault = mailFault(error, to.data)
      const cure = cures.find(([pattern]) => pattern.test(fault))?.[1]
      throw new Error(`The email wasn’t sent. ${fault}${cure ? `\n${cure}` : ''}`)
    }
  },
})

export const mailForms = [testForm] as const
