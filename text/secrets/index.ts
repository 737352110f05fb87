import { addressDetectors } from './addresses'
import { credentialDetectors } from './credentials'
import type { SecretFinding, Spot } from './types'

export type { Detector, SecretFinding, SecretKind, Spot } from './types'

const MOST = 50

/**
 * Looks for credentials, and for private things (mail addresses, internal hosts, IP addresses), in a text. It runs on
 * the server and in the browser, in time that grows with the text's length.
 *
 * In: any text. Out: what was found, in the order of the text, none overlapping another, credentials before private
 * things when there are more than 50. Known examples and placeholders (`AKIAIOSFODNN7EXAMPLE`, `hunter2`, `<token>`,
 * `$TOKEN`, `****`, example.com, 192.0.2.1, 127.0.0.1) are passed over, and so are UUIDs and bare hashes. The patterns
 * follow what the issuers document; finding nothing proves nothing.
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

/** What one detector has found is no longer there for the next ones. */
function blankOut(text: string, spots: readonly Spot[]): string {
  let at = 0
  const parts: string[] = []
  for (const { index, length } of spots) {
    parts.push(text.slice(at, index), '\n'.repeat(length))
    at = index + length
  }
  return spots.length === 0 ? text : parts.join('') + text.slice(at)
}
