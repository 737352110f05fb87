import { addressDetectors } from './addresses'
import { credentialDetectors } from './credentials'
import type { SecretFinding, Spot } from './types'

export type { Detector, SecretFinding, SecretKind, Spot } from './types'

const MOST = 50

/**
 * Finds credentials and private data (mail addresses, internal hosts, IP addresses) in a text. Runs on the server and
 * in the browser, in linear time. Ignores known examples and placeholders (`AKIAIOSFODNN7EXAMPLE`, `hunter2`,
 * `<token>`, `$TOKEN`, `****`, example.com, 192.0.2.1, 127.0.0.1), UUIDs and bare hashes. The patterns follow the
 * issuers' documentation; an empty result proves nothing.
 * @returns the findings in the order of the text, without overlap; above 50, credentials take precedence over private
 * data
 */
export function findSecrets(text: string): SecretFinding[] {
  const findings: SecretFinding[] = []
  let rest = text
  for (const { kind, severity, label, find } of [...credentialDetectors, ...addressDetectors]) {
    const spots = [...find(rest)]
    for (const { index, length } of spots) findings.push({ kind, index, length, severity, label })
    rest = blankOut(rest, spots)
  }
  return findings.slice(0, MOST).sort((a, b) => a.index - b.index)
}

/** Replaces the findings of one detector, so that the next ones do not find them again. */
function blankOut(text: string, spots: readonly Spot[]): string {
  let at = 0
  const parts: string[] = []
  for (const { index, length } of spots) {
    parts.push(text.slice(at, index), '\n'.repeat(length))
    at = index + length
  }
  return spots.length === 0 ? text : parts.join('') + text.slice(at)
}
