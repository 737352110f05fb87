/** The scripts that pages load: the one of every page (`e`), and small ones for single features. */
export const scriptNames = [
  'e',
  // Helpers for writing.
  's',
  // The jury.
  'j',
  // Copies code, sorts tables.
  'b',
  // Animates the drunken bishop.
  'r',
  // Recipes.
  'c',
  // Passkeys.
  'p',
  // Writing in threads; loaded once somebody does.
  't',
  // The list of shortcuts; loaded once somebody asks for it.
  'h',
] as const

export type ScriptName = (typeof scriptNames)[number]

/** Returns the address of a script. The server sets the hash of all scripts when it starts. */
export const scriptPath = (name: ScriptName): string =>
  `/${name}.js${process.env.SCRIPT_HASH ? `?v=${process.env.SCRIPT_HASH}` : ''}`
