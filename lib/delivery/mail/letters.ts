import { paths } from '@/core/paths'
import { absolute, siteName } from '@/core/site'
import { compose, type Letter, link, type Piece, rule, words } from './letter'

const typed = [
  rule,
  words(
    `You get this because somebody typed this address at ${siteName}.\nIf it wasn't you, ignore this email and nothing happens.`,
  ),
]

const letter = (to: string, subject: string, ...pieces: Piece[]): Letter => ({
  to,
  ...compose(subject, [...pieces, ...typed]),
})

/** Asks the owner of an address to confirm that it is theirs. */
export const verifyMail = (to: string, handle: string, token: string): Letter =>
  letter(
    to,
    `Confirm your address for ${siteName}`,
    words(`Hello ${handle},`),
    link('open this within 48 hours to confirm your address', absolute(paths.verifyMail(token))),
  )

/** Tells the owner of an address that it was entered for another account. */
export const takenMail = (to: string, handle: string): Letter =>
  letter(
    to,
    `You have an account at ${siteName} already`,
    words(`Hello ${handle},`),
    words('somebody (you?) tried to use this address for another account. It still belongs to yours.'),
    link('If you forgot the password', absolute(paths.forgot)),
  )

/** Sends the link to set a new password. */
export const resetMail = (to: string, handle: string, token: string): Letter =>
  letter(
    to,
    `Set a new password at ${siteName}`,
    words(`Hello ${handle},`),
    link('open this within an hour to set a new password', absolute(paths.reset(token))),
    words('The link works once. Until then your old password stays.'),
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
    `You get this because it is about the security of your account at ${siteName}. You can't turn these emails off.`,
  ),
]

/** Tells the owner of an account about a change of how it is signed in to. */
export const securityMail = (to: string, handle: string, news: SecurityNews): Letter => ({
  to,
  ...compose(`${siteName}: ${news.sentence.replace(/\.( .*)?$/, '')}`, [
    words(`Hello ${handle},`),
    words(
      `${news.sentence}${news.detail ? `\n${news.detail}` : ''}\nThis came from ${news.by}, ${moment(news.at)}.`,
    ),
    words("If it was you, you don't need to do anything."),
    ...(news.undo
      ? [
          link("If it wasn't you, undo it within 7 days", absolute(paths.undoAddress(news.undo))),
          words('If you got several of these emails, use the first one: it undoes everything after it, too.'),
        ]
      : [link("If it wasn't you, set a new password here", absolute(paths.forgot))]),
    link('Then check everything that opens your account', absolute(paths.access)),
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
  ...compose(`${siteName}: your email address was changed`, [
    words(`Hello ${handle},`),
    words(`the email address of your account is now ${now}. This address no longer belongs to it.`),
    words("If it was you, you don't need to do anything."),
    ...(token
      ? [
          link("If it wasn't you, undo it within 7 days", absolute(paths.undoAddress(token))),
          words(
            'Undoing it signs everybody out and removes the password and everything added since. Then you set a new password.',
          ),
        ]
      : [words("If it wasn't you, write to the operator of the site.")]),
    ...always,
  ]),
})
