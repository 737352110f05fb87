import type { Failure } from '@/core/result'
import { newPassword } from '../profile/input'
import { invalid, weakness } from './weakness'

/** Checks a new password as the site's forms do. @returns why it is refused; null if it is accepted */
export async function checkNewPassword(password: string, handle: string): Promise<Failure | null> {
  const parsed = newPassword.safeParse(password)
  return parsed.success
    ? weakness(password, handle)
    : invalid('password', parsed.error.issues[0]?.message ?? 'Choose a different password.')
}
