import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { filesOf, printed, walks } from './walks'

const most = 13

for (const walk of walks)
  test(`${walk.what}: it passes at most ${most} files between socket and statement, each once`, () => {
    const files = filesOf(walk)
    assert.ok(files.length <= most, files.join('\n'))
    assert.equal(new Set(files).size, files.length, `it comes back to a file:\n${files.join('\n')}`)
  })

test('docs/architecture.md contains the current walks', () => {
  const known = readFileSync('docs/architecture.md', 'utf8')
  assert.ok(known.includes(printed()), `node --import tsx tests/walks.ts prints\n${printed()}`)
})

test('a walk without a chain of calls is refused', () => {
  assert.throws(
    () => filesOf({ what: 'none', past: ['core/plural.ts#plural', 'lib/vote/commands.ts#castVote'] }),
    /No call leads from/,
  )
  const bridge = { from: 'api/index.ts#application', by: 'nothing(', to: 'db/index.ts#pool' }
  assert.throws(() => filesOf({ what: 'none', past: [], bridges: [bridge] }), /has no nothing\(/)
})
