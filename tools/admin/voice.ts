/** The output of a command: `say` prints results on stdout, `note` prints messages on stderr. */
export type Voice = { json: boolean; say: (line: string) => void; note: (line: string) => void }

export type Command = {
  name: string
  /** The forms of the command, and what each does. */
  usage: readonly (readonly [form: string, does: string])[]
  /** True if it works without a database, e.g. because it creates one. */
  alone?: true
  /** True if it may create the data folder, because it brings a site's content. */
  begins?: true
  run: (args: string[], voice: Voice) => Promise<number>
}
