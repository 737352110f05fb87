import { createInterface } from 'node:readline/promises'
import { UsageError } from './parse'

/**
 * Asks in the terminal before something that cannot be undone.
 * @throws UsageError if there is no terminal to ask in, or the answer is not yes
 */
export async function askFirst(question: string): Promise<void> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) throw new UsageError(`${question} Add --yes to do it.`)
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await terminal.question(`${question} Type yes to do it: `)
    if (answer.trim().toLowerCase() !== 'yes') throw new UsageError('Nothing was changed.')
  } finally {
    terminal.close()
  }
}
