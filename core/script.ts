/** Address of the reading pages' script; the server puts a hash of its content there when it starts. */
export const scriptPath = (): string =>
  `/e.js${process.env.SCRIPT_HASH ? `?v=${process.env.SCRIPT_HASH}` : ''}`
