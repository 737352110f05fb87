import assert from 'node:assert/strict'
import { test } from 'node:test'
import { closes, highlight, opens, pieces } from './highlight'

const hit = (text: string) => `${opens}${text}${closes}`
const show = (found: { text: string; hit: boolean }[]) =>
  found.map(({ text, hit }) => (hit ? `[${text}]` : text)).join('')

test('splits marked text into pieces without losing text', () => {
  assert.equal(show(pieces(`The ${hit('backup')} of ${hit('two')} years`)), 'The [backup] of [two] years')
  assert.deepEqual(pieces('nothing'), [{ text: 'nothing', hit: false }])
  assert.deepEqual(pieces(''), [])
  assert.equal(show(pieces(`${hit('a')}${hit('b')}`)), '[a][b]')
})

test('highlights names of languages exactly', () => {
  assert.equal(
    show(highlight('A C++ and a C# programmer, and C, and .NET', 'C++')),
    'A [C++] and a C# programmer, and C, and .NET',
  )
  assert.equal(show(highlight('Written in C, not C++', 'c')), 'Written in [C], not C++')
  assert.equal(
    show(highlight('ASP.NET is .NET; example.network is not', '.net')),
    'ASP[.NET] is [.NET]; example.network is not',
  )
  assert.equal(show(highlight('R&D uses R', 'r')), 'R&D uses [R]')
  assert.equal(show(highlight(`In Go, ${hit('errors')}`, 'Go errors')), 'In [Go], [errors]')
})
