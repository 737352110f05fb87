/** One kind of vote: its stored name, label, mark and colour. */
export type VoteKindEntry = {
  readonly kind: string
  readonly label: string
  /** Text for screen readers after the count, singular and plural. */
  readonly counted: readonly [one: string, many: string]
  readonly mark: string
  /** The keyboard shortcut in a list. */
  readonly key: string
}

/**
 * Every vote kind, in the order of the buttons. A new one needs an entry here and a generated migration (the database
 * enum is made from this list).
 */
export const voteKinds = [
  {
    kind: 'bemoan',
    label: 'I bemoan this too',
    counted: ['person bemoans this too', 'people bemoan this too'],
    mark: '+',
    key: 'a',
  },
  {
    kind: 'self_inflicted',
    label: 'Self-inflicted',
    counted: ['person calls it self-inflicted', 'people call it self-inflicted'],
    mark: '!',
    key: 'd',
  },
] as const satisfies readonly VoteKindEntry[]

export type VoteKind = (typeof voteKinds)[number]['kind']

/** The names of the kinds, as a tuple for enums and schemas. */
export const voteKindNames = voteKinds.map((entry) => entry.kind) as [VoteKind, ...VoteKind[]]
