import { sha256 } from '@/core/crypto'

/** Returns the hex digest that a user's avatar is drawn from without an SSH key. */
export const artOfHandle = (handle: string): string => sha256(handle).toString('hex')
