/** The scripts: that of every page, and the small ones beside it. */
export type ScriptName =
  /** Of every page. */
  | 'e'
  /** Helps while writing. */
  | 's'
  /** The jury's. */
  | 'j'
  /** Copies code and sorts tables. */
  | 'b'
  /** Walks the bishop. */
  | 'r'
  /** Cooks. */
  | 'c'
  /** Makes and uses passkeys. */
  | 'p'

/** Address of a script; the server puts a hash of their content there when it starts. */
export const scriptPath = (name: ScriptName): string =>
  `/${name}.js${process.env.SCRIPT_HASH ? `?v=${process.env.SCRIPT_HASH}` : ''}`
