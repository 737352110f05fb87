import { addressDetectors } from './addresses'
import { credentialDetectors } from './credentials'

/** The sorts of things found; stable names for tests and statistics. */
export type SecretKind =
  | 'private-key'
  | 'aws-key'
  | 'github-token'
  | 'gitlab-token'
  | 'slack-token'
  | 'stripe-key'
  | 'google-key'
  | 'npm-token'
  | 'api-key'
  | 'jwt'
  | 'url-password'
  | 'authorization'
  | 'assigned-secret'
  | 'mail'
  | 'host'
  | 'ipv4'
  | 'ipv6'

/** Something in a text that its author may not want to show. */
export interface SecretFinding {
  kind: SecretKind
  /** Where it begins, and how long it is, in UTF-16 code units. */
  index: number
  length: number
  /** `credential`: the server refuses the text. `private`: the author is only asked. */
  severity: 'credential' | 'private'
  /** A noun with its article, for the message: "a GitHub token". */
  label: string
}

/** A place in a text. */
export interface Spot {
  index: number
  length: number
}

/** Finds one sort of thing; `find` takes time in proportion to the text and gives spots in order, without overlap. */
export interface Detector extends Pick<SecretFinding, 'kind' | 'severity' | 'label'> {
  find(text: string): Iterable<Spot>
}

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
