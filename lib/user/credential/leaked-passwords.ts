import { dictionary } from '@zxcvbn-ts/language-common'

/** The 49,000 most frequent passwords in leaks, in lower case. A file of its own, to be loaded when first needed. */
export const leakedPasswords: ReadonlySet<string> = new Set(dictionary['passwords-common'] as string[])
