/** Kinds of findings; stable names for tests and statistics. */
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

/** A part of a text that its author may not want to publish. */
export type SecretFinding = {
  kind: SecretKind
  /** Start and length in UTF-16 code units. */
  index: number
  length: number
  /** `credential`: the server rejects the text. `private`: the author is only asked. */
  severity: 'credential' | 'private'
  /** A noun with its article, for the message: "a GitHub token". */
  label: string
}

/** A range of a text. */
export type Spot = {
  index: number
  length: number
}

/** Finds one kind of secret; `find` takes linear time and yields ranges in order, without overlap. */
export type Detector = Pick<SecretFinding, 'kind' | 'severity' | 'label'> & {
  find(text: string): Iterable<Spot>
}
