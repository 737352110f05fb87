import { paths } from '../paths'
import { absolute, siteName } from '../site'
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

/** Tells the owner of an address that somebody tried to use it for another account. */
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
