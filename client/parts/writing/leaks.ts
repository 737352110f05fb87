import { graphemes } from '@/text/graphemes'
import { findSecrets, type SecretFinding } from '@/text/secrets'

/** A finding in a field of a form. */
export type Leak = SecretFinding & { field: string; text: string }

/** Replacement for a secret. */
export const BLACK = '████'

/** Returns everything in the texts that their author may not want to publish. @param texts by field name */
export const findLeaks = (texts: Readonly<Record<string, string>>): Leak[] =>
  Object.entries(texts).flatMap(([field, text]) =>
    findSecrets(text).map((found) => ({
      ...found,
      field,
      text: text.slice(found.index, found.index + found.length),
    })),
  )

/** Masks the middle of a credential, as the screen may be visible to others. */
export const masked = (text: string): string => {
  const line = text.replace(/\s+/g, ' ')
  return line.length < 12 ? `${line.slice(0, 2)}…` : `${line.slice(0, 4)}…${line.slice(-2)}`
}

/**
 * Formats a finding: "This looks like an AWS access key: AKIA…3F (characters 12 to 32)".
 * @param whole the text of the field
 */
export function describe({ label, severity, field, text, index, length }: Leak, whole: string): string {
  const from = graphemes(whole.slice(0, index)) + 1
  const to = graphemes(whole.slice(0, index + length))
  const shown = severity === 'credential' ? masked(text) : text
  const where = field === 'details' ? 'the details, ' : ''
  return `This looks like ${label}: ${shown} (${where}characters ${from} to ${to})`
}
