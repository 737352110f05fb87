/** Names of the scripts that pages load: that of every page (`e`), and small ones beside it. */
export const scriptNames = [
  'e',
  // Helps while writing.
  's',
  // The jury's.
  'j',
  // Copies code and sorts tables.
  'b',
  // Walks the bishop.
  'r',
  // Cooks.
  'c',
  // Makes and uses passkeys.
  'p',
] as const

export type ScriptName = (typeof scriptNames)[number]

/** Address of a script; the server puts a hash of their content there when it starts. */
export const scriptPath = (name: ScriptName): string =>
  `/${name}.js${process.env.SCRIPT_HASH ? `?v=${process.env.SCRIPT_HASH}` : ''}`
