import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'

/** Returns a sentence about an error of a file. */
const fault = (file: string, { code }: NodeJS.ErrnoException): string => {
  if (code === 'Z_DATA_ERROR') return `${file} isn’t a backup, or it is damaged. Nothing was changed.`
  if (code?.startsWith('Z_')) return `${file} is damaged or incomplete. Nothing was changed.`
  return `${file} can’t be read (${code}).`
}

/**
 * Yields the lines of a gzipped file.
 * @throws Error with a sentence for the operator if it cannot be read or unpacked to its end
 */
export async function* linesOf(file: string): AsyncGenerator<string> {
  const source = createReadStream(file)
  const text = createGunzip()
  // pipe() does not forward errors, and an unhandled one would end the process with the database running.
  source.on('error', (error) => text.destroy(error))
  source.pipe(text).setEncoding('utf8')
  let rest = ''
  try {
    for await (const chunk of text as AsyncIterable<string>) {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
  } catch (error) {
    throw new Error(fault(file, error as NodeJS.ErrnoException))
  } finally {
    source.destroy()
  }
  if (rest) yield rest
}
