import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { dropWish, keepWish, sendWaiting, waiting } from './kept-votes'

const kept = new Map<string, string>()
let full = false

// Node 20 has no navigator; browsers on plain http have one without locks.
if (!('navigator' in globalThis)) Object.assign(globalThis, { navigator: {} })

beforeEach(() => {
  kept.clear()
  full = false
  Object.assign(globalThis, {
    localStorage: {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => {
        if (full) throw new Error('full')
        kept.set(key, value)
      },
      removeItem: (key: string) => kept.delete(key),
    },
  })
})

test('keeps the last wish for each thing, including an undone vote', () => {
  keepWish('bemoanings/1', 'bemoan')
  keepWish('bemoanings/2', 'self_inflicted')
  keepWish('bemoanings/1', null)
  assert.deepEqual(waiting(), { 'bemoanings/1': null, 'bemoanings/2': 'self_inflicted' })
  dropWish('bemoanings/1')
  dropWish('bemoanings/2')
  assert.equal(kept.size, 0)
})

test('reports when it cannot store a wish', () => {
  full = true
  assert.equal(keepWish('bemoanings/1', 'bemoan'), false)
  assert.deepEqual(waiting(), {})
})

test('ignores unreadable data', () => {
  kept.set('of:nobody:votes-waiting', '{broken')
  assert.deepEqual(waiting(), {})
})

test('sends each wish once, one after the other', async () => {
  keepWish('bemoanings/1', 'bemoan')
  keepWish('bemoanings/2', null)
  const sent: string[] = []
  const send = async (path: string, wish: string | null) => {
    sent.push(`${path} ${wish}`)
    dropWish(path)
  }
  await sendWaiting(send)
  await sendWaiting(send)
  assert.deepEqual(sent, ['bemoanings/1 bemoan', 'bemoanings/2 null'])
})
