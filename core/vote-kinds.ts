/** One kind of vote: how it is stored, what the button says, which mark and colour it carries. */
export type VoteKindEntry = {
  readonly kind: string
  readonly label: string
  /** What a screen reader adds after the count, singular and plural. */
  readonly counted: readonly [one: string, many: string]
  readonly mark: string
  /** The key that casts it in a list. */
  readonly key: string
}

/**
 * Every vote kind, in the order of the buttons. Adding one is an entry here and a generated migration
 * (the database's enum is made from this list).
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

/** The kinds' names, as a tuple that enums and schemas can take. */
export const voteKindNames = voteKinds.map((entry) => entry.kind) as [VoteKind, ...VoteKind[]]
