import { sha256 } from '@/core/crypto'
import { normaliseForDuplicates } from './text'

/** Returns a hex digest that is equal for texts that differ only in case, spacing or look-alike letters. */
export const fingerprintOf = (body: string): string => sha256(normaliseForDuplicates(body)).toString('hex')
