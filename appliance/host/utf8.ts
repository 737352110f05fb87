import { isUtf8 } from 'node:buffer'
import { UnreadableError } from './host'

/** Returns the position of the first byte that is not UTF-8. Lines and columns count from 1. */
function firstWrong(bytes: Buffer): { line: number; column: number } {
  // Decoding and encoding changes the bytes that were not valid.
  const again = Buffer.from(bytes.toString('utf8'))
  const at = again.findIndex((byte, n) => byte !== bytes[n])
  const before = bytes.subarray(0, at).toString('utf8').split('\n')
  return { line: before.length, column: [...(before.at(-1) ?? '')].length + 1 }
}

/** Decodes the text of a file. @throws UnreadableError with the place if it is not UTF-8 */
export function textOf(bytes: Buffer, path: string): string {
  if (isUtf8(bytes)) return bytes.toString('utf8')
  const wide = ['fffe', 'feff'].includes(bytes.toString('hex', 0, 2))
  throw new UnreadableError(
    path,
    wide
      ? 'The text is in UTF-16. Save it as UTF-8.'
      : 'The text isn’t UTF-8 from here on. Save it as UTF-8.',
    firstWrong(bytes),
  )
}
