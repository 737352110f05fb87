// The command line of the site: `ibtsocs hot`, `echo "…" | ibtsocs bemoan --tag ci`.
import { CommandError } from './command'
import { overHttp } from './http'
import { runCommand } from './run'

/** Reads standard input to its end; nothing from a terminal, at which nobody would know that we wait. */
async function readInput(): Promise<string> {
  if (process.stdin.isTTY) return ''
  const parts: Buffer[] = []
  for await (const part of process.stdin) parts.push(part)
  return Buffer.concat(parts).toString('utf8')
}

/** Reads where the site is. @throws CommandError */
function addressFromEnvironment(): { origin: string; token: string | undefined } {
  const { IBTSOCS_URL: url = 'http://localhost:3000', IBTSOCS_TOKEN: token } = process.env
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new CommandError(2, 'IBTSOCS_URL must be the address of the site, such as https://ibtsocs.example.')
  return { origin: new URL(url).origin, token: token || undefined }
}

// A reader that has seen enough, such as head, is no error.
process.stdout.on('error', () => process.exit(0))

try {
  process.exitCode = await runCommand(process.argv.slice(2), {
    site: overHttp(addressFromEnvironment()),
    columns: Math.min(Math.max(process.stdout.columns ?? 80, 40), 100),
    input: readInput,
    print: (text) => process.stdout.write(text),
    complain: (sentence) => console.error(sentence),
  })
} catch (error) {
  if (!(error instanceof CommandError)) throw error
  console.error(error.message)
  process.exitCode = error.status
}
