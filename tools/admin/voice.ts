/** How a command speaks: `say` is its result on stdout, `note` is talk on stderr. */
export type Voice = { json: boolean; say: (line: string) => void; note: (line: string) => void }

export type Command = {
  name: string
  /** How it may be called, and what that does. */
  usage: readonly (readonly [form: string, does: string])[]
  /** True when it works without a database, e.g. because it makes one. */
  alone?: true
  /** True when it may make the data folder: it brings a site's content. */
  begins?: true
  run: (args: string[], voice: Voice) => Promise<number>
}
