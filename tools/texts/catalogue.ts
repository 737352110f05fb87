import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { messagesIn } from './messages'

/** The rooms whose texts people read. */
export const textRooms = ['api', 'app', 'client', 'components', 'core', 'keys', 'lib', 'server', 'text']

/** Where a room's catalogue is. */
export const catalogueOf = (room: string): string => `content/texts/${room}.pot`

const head = `# The texts of the site, by room: written by \`npm run texts\`, compared by tests/texts.test.ts.
# {} stands for a value, <1>…</1> for an element inside a sentence.
msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
`

const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`

/**
 * Returns the catalogue of a room as a template for translations.
 *
 * Format: https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html. References name files without lines, so
 * that a catalogue changes only when a text does.
 */
export function writeCatalogue(room: string): string {
  const places = new Map<string, string[]>()
  const files = readdirSync(room, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.ts$|testdata/.test(file))
    .map((file) => join(room, file))
    .sort()
  for (const file of files)
    for (const message of messagesIn(readFileSync(file, 'utf8'), file.endsWith('x')))
      places.set(message, [...(places.get(message) ?? []), file])
  const entries = [...places].map(
    ([message, where]) => `#: ${where.join(' ')}\nmsgid ${quoted(message)}\nmsgstr ""\n`,
  )
  return [head, ...entries].join('\n')
}
