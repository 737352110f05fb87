import { paths } from '../paths'
import { absolute, siteName } from '../site'

export type Letter = { to: string; subject: string; text: string }

const sign = `\n\n${siteName}\n${'-'.repeat(siteName.length)}\nYou get this because somebody typed this address at ${siteName}.\nIf that was not you, nothing happens when you ignore it.\n`

/** Asks the owner of an address to confirm that it is theirs. */
export const verifyMail = (to: string, handle: string, token: string): Letter => ({
  to,
  subject: `Confirm your address for ${siteName}`,
  text: `Hello ${handle},\n\nopen this within 48 hours to make this address yours:\n\n${absolute(paths.verifyMail(token))}${sign}`,
})

/** Tells the owner of an address that somebody tried to use it for another account. */
export const takenMail = (to: string, handle: string): Letter => ({
  to,
  subject: `You have an account at ${siteName} already`,
  text: `Hello ${handle},\n\nsomebody (you?) wanted to use this address for another account. It stays with yours.\nIf you forgot the password:\n\n${absolute(paths.forgot)}${sign}`,
})

/** Sends the link to set a new password. */
export const resetMail = (to: string, handle: string, token: string): Letter => ({
  to,
  subject: `Set a new password at ${siteName}`,
  text: `Hello ${handle},\n\nopen this within an hour to set a new password:\n\n${absolute(paths.reset(token))}\n\nIt works once. Until then the old password stays.${sign}`,
})
