import { sha256 } from '@/core/crypto'
import { normaliseForDuplicates } from './text'

/** Hex digest that texts share when only case, spacing or look-alike letters differ. */
export const fingerprintOf = (body: string): string => sha256(normaliseForDuplicates(body)).toString('hex')
