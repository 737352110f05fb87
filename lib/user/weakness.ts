import { type Failure, fail } from '../result'
import { isBreached } from './password'

/** A failure about one field. */
export const invalid = (path: string, message: string): Failure =>
  fail('invalid', message, { errors: [{ path, message }] })

/** Why a password will not do; null when it will. */
export const weakness = (password: string, handle: string): Failure | null => {
  if (isBreached(password))
    return invalid('password', 'That password is in the lists that attackers try first. Take another one.')
  if (password.toLowerCase().includes(handle) && password.length < handle.length + 8)
    return invalid('password', 'The password is mostly the handle. Take another one.')
  return null
}
