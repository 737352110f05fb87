import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { z } from 'zod'
import { backupEnv } from '@/core/env'
import { siteName } from '@/core/site'
import { compose, quote, sendMail, words } from '@/lib/delivery'

/**
 * Tells the operator of a failed backup, past the queue: that is in the database, which may be what failed.
 * @param contact of the site, for one without BACKUP_MAIL
 */
export async function tellOperator(
  why: string,
  note: (line: string) => void,
  contact: string,
): Promise<void> {
  const to = backupEnv().mail ?? (z.regexes.html5Email.test(contact) ? contact : null)
  if (!to)
    return note('Nobody hears of this by email: BACKUP_MAIL isn’t set, and site-contact is no email address.')
  const letter = compose(`${siteName}: the backup failed`, [
    words(`The nightly backup on ${hostname()} failed:`),
    quote(why),
    words('The backups of earlier nights are still there.'),
  ])
  await sendMail({ to, ...letter }, randomUUID()).then(
    () => note(`Told ${to}.`),
    (error: Error) => note(`${to} couldn’t be told: ${error.message}`),
  )
}
