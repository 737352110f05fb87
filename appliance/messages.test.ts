import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { allMessages, endingsIn, messagesIn, refusalsIn } from './messages'

const here = import.meta.dirname
/** Removes backticks from the table, because messages that contain some are written between two. */
const plain = (text: string): string => text.replaceAll('`', '').replaceAll('\\|', '|')
const readme = readFileSync(join(here, 'README.md'), 'utf8')
const section = /\n## Messages\n(.*?)\n## /s.exec(readme)?.[1] ?? ''
const rows = section.split('\n').filter((line) => /^\| `/.test(line))
const cellsOf = (row: string): string[] => row.replace(/^\| | \|$/g, '').split(' | ')
const messagesOf = (row: string): string[] =>
  (cellsOf(row)[0] ?? '').split(' · ').map((message) => plain(message).trim())

test('every message in the code has a row in the README', () => {
  const all = allMessages(here)
  assert.ok(all.size > 150, `${all.size} messages are found`)
  const told = new Set(rows.flatMap(messagesOf))
  const missing = [...all].filter(([message]) => !told.has(plain(message)))
  assert.deepEqual(missing, [], 'add a row with its cure to “Messages”')
})

test('every row of the README is a message in the code, and has a cure', () => {
  const known = [...allMessages(here).keys()].map(plain)
  for (const row of rows) {
    assert.ok((cellsOf(row)[1] ?? '').trim().length > 3, row)
    for (const message of messagesOf(row))
      assert.ok(known.includes(message), `nobody says any more: ${message}`)
  }
})

test('messages are found in code, whatever surrounds them', () => {
  assert.deepEqual(
    messagesIn(
      `// Not this one here.
      const rule = /it's \`no\` text/g
      throw new MadeError(\`no \${map({ a: \`It is \${1} of it.\` })} here\`)
      const half = a / b + 'It\\'s done, and well.'
      /* Nor is this one. */
      note(\`There is no \${name}.\${didYouMean(name)}\`)
      run('qemu-img', 'a name')`,
    ),
    ['It is … of it.', 'no … here', "It's done, and well.", 'There is no ….'],
  )
  assert.deepEqual(refusalsIn('raise Refused("%s must be %d" % (a, b))'), ['… must be …'])
  assert.deepEqual(endingsIn('usage=\'Usage: x\'\nwrong "$usage"'), ['Usage: x'])
  assert.deepEqual(endingsIn('[ -f "$a" ] || wrong "No $a: give \\"\\$(cat $a)\\""'), [
    'No …: give "$(cat …)"',
  ])
})
