import { text } from 'node:stream/consumers'
import { UsageError } from './parse'

/** Reads a password from standard input, without the line's end. */
export async function passwordFromStdin(): Promise<string> {
  const password = (await text(process.stdin)).replace(/\r?\n$/, '')
  if (password === '') throw new UsageError('The password on standard input is empty.')
  return password
}
