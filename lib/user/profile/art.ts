import { sha256 } from '@/core/crypto'

/** Hex digest that a user's avatar is drawn from while they have no SSH key. */
export const artOfHandle = (handle: string): string => sha256(handle).toString('hex')
