import { paths } from '@/core/paths'
import { absolute, siteName } from '@/core/site'
import { compose, type Letter, link, type Piece, rule, words } from './letter'

const typed = [
  rule,
  words(
    `You get this because somebody typed this address at ${siteName}.\nIf that was not you, nothing happens when you ignore it.`,
  ),
]

const letter = (to: string, subject: string, ...pieces: Piece[]): Letter => ({
  to,
  subject,
  ...compose([...pieces, ...typed]),
})

/** Asks the owner of an address to confirm that it is theirs. */
export const verifyMail = (to: string, handle: string, token: string): Letter =>
  letter(
    to,
    `Confirm your address for ${siteName}`,
    words(`Hello ${handle},`),
    link('open this within 48 hours to make this address yours', absolute(paths.verifyMail(token))),
  )

/** Tells the owner of an address that it was entered for another account. */
export const takenMail = (to: string, handle: string): Letter =>
  letter(
    to,
    `You have an account at ${siteName} already`,
    words(`Hello ${handle},`),
    words('somebody (you?) wanted to use this address for another account. It stays with yours.'),
    link('If you forgot the password', absolute(paths.forgot)),
  )

/** Sends the link to set a new password. */
export const resetMail = (to: string, handle: string, token: string): Letter =>
  letter(
    to,
    `Set a new password at ${siteName}`,
    words(`Hello ${handle},`),
    link('open this within an hour to set a new password', absolute(paths.reset(token))),
    words('It works once. Until then the old password stays.'),
  )

/** The facts of a security letter: the event, the key or token, the client, the time. */
export type SecurityNews = {
  sentence: string
  detail: string
  by: string
  at: Date
  /** Token of a link that undoes it; null if there is none. */
  undo: string | null
}

/** Formats a time for readers in any time zone: UTC, to the minute. */
const moment = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`

/** Why these emails come, and that they cannot be turned off. */
const always = [
  rule,
  words(
    `You get this because it is about the security of your account at ${siteName}. These emails cannot be turned off.`,
  ),
]

/** Tells the owner of an account about a change of how it is signed in to. */
export const securityMail = (to: string, handle: string, news: SecurityNews): Letter => ({
  to,
  subject: `${siteName}: ${news.sentence.replace(/\.( .*)?$/, '')}`,
  ...compose([
    words(`Hello ${handle},`),
    words(
      `${news.sentence}${news.detail ? `\n${news.detail}` : ''}\nIt was done from ${news.by}, ${moment(news.at)}.`,
    ),
    words('If that was you, there is nothing to do.'),
    ...(news.undo
      ? [
          link('If it was not, undo it within 7 days', absolute(paths.undoAddress(news.undo))),
          words(
            'If you got several of these emails, use the first one: it undoes what came after it as well.',
          ),
        ]
      : [link('If it was not, set a new password here', absolute(paths.forgot))]),
    link('Then look at everything that lets somebody into your account', absolute(paths.access)),
    ...always,
  ]),
})

/** Tells the previous address of an account about the new one, with a link to undo it. */
export const addressChangedMail = (
  to: string,
  handle: string,
  now: string,
  token: string | null,
): Letter => ({
  to,
  subject: `${siteName}: your email address was changed`,
  ...compose([
    words(`Hello ${handle},`),
    words(`the email address of your account is now ${now}. This address no longer belongs to it.`),
    words('If that was you, there is nothing to do.'),
    ...(token
      ? [
          link('If it was not, undo it within 7 days', absolute(paths.undoAddress(token))),
          words(
            'Undoing it signs everybody out and removes the password and whatever was added since. Then you set a new password.',
          ),
        ]
      : [words('If it was not, write to the operator of the site.')]),
    ...always,
  ]),
})
