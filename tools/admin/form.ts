/** The output of a command: `say` prints results on stdout, `note` prints messages on stderr. */
export type Voice = {
  json: boolean
  say: (line: string) => void
  note: (line: string) => void
  /** Asks before something that cannot be undone, unless `--yes` was given. @throws UsageError if refused */
  confirm: (question: string) => Promise<void>
}

/** What a command needs from the database. */
export type Needs =
  /** The schema of this build; nothing else is opened. */
  | 'schema'
  /** The same, but an empty database gets its tables, because the command brings a site's content. */
  | 'begins'
  /** A database of any schema. */
  | 'database'
  /** No database: the command works on files. */
  | 'nothing'

/** An option of a command: with a value, which `shows` names in the help, or without. */
export type Option = { shows?: string; does: string; required?: true }
type Options = Readonly<Record<string, Option>>

type Required<U extends string> = U extends `${string}<${infer N}>${infer R}` ? N | Required<R> : never
type Optional<U extends string> = U extends `${string}[${infer N}]${infer R}` ? N | Optional<R> : never

/** The arguments of a usage such as `user role <handle> <role>`, by name. */
export type Args<U extends string> = { [N in Required<U>]: string } & { [N in Optional<U>]?: string }

/** The options that were given, by name. */
export type Given<O extends Options> = {
  [N in keyof O]: O[N] extends { shows: string }
    ? O[N] extends { required: true }
      ? string
      : string | undefined
    : boolean
}

/** A form of a command, as parser and help need it. */
export type Form = {
  /** The words to type, then `<needed>` and `[optional]` arguments: `user role <handle> <role>`. */
  usage: string
  does: string
  /** More lines for `--help`. */
  more?: readonly string[]
  options: Options
  needs: Needs
  run: (
    args: Record<string, string>,
    given: Record<string, string | boolean>,
    voice: Voice,
  ) => Promise<number>
}

type Spec<U extends string, O extends Options> = {
  usage: U
  does: string
  more?: readonly string[]
  options?: O
  needs?: Needs
  run: (args: Args<U>, given: Given<O>, voice: Voice) => Promise<number>
}

/** Declares a form of a command. Its arguments and options have the types that its usage and options say. */
export function form<const U extends string, const O extends Options = Record<never, never>>(
  spec: Spec<U, O>,
): Form {
  // The parser hands over what usage and options declare, which is what the types above are computed from.
  return { options: {}, needs: 'schema', ...spec } as Spec<U, O> & Form
}
