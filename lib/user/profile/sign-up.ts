import type { Result } from '@/core/result'
import { spendLimit } from '@/lib/rate-limit'
import { hashPassword } from '../credential/password'
import { weakness } from '../credential/weakness'
import { countMail, mailToConfirm } from '../recovery/address'
import { type Account, createUser } from './account'
import type { SignUp } from './input'

/** Creates an account with a password; an email address, if given, is verified by email. */
export async function signUp(input: SignUp, network: string): Promise<Result<Account>> {
  const limited =
    (await spendLimit('sign-up', network)).failure ??
    (input.email ? await countMail(network, input.email) : null)
  if (limited) return limited
  const poor = await weakness(input.password, input.handle)
  if (poor) return poor
  const hashed = await hashPassword(input.password)
  if (!hashed.ok) return hashed
  const made = await createUser(input.handle, hashed.value)
  if (made.ok && input.email) mailToConfirm({ ...made.value, sessionId: null }, input.email)
  return made
}
