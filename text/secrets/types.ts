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
export type SecretFinding = {
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
export type Spot = {
  index: number
  length: number
}

/** Finds one sort of thing; `find` takes time in proportion to the text and gives spots in order, without overlap. */
export type Detector = Pick<SecretFinding, 'kind' | 'severity' | 'label'> & {
  find(text: string): Iterable<Spot>
}
