import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { saysNobody } from '../drafts/owner'
import { adoptUnsent, hasOldUnsent, keepUnsent, unsent } from '../drafts/unsent'
import { dropWish, keepWish, waiting } from '../votes/kept-votes'
import {
  forget,
  forgetUnowned,
  keep,
  keepForBrowser,
  keptNames,
  NOBODY,
  recall,
  recallForBrowser,
} from './store'

/** Node has no storage; e2e/two-people.spec.ts tests the browsers'. */
const memory = (): Storage => {
  const kept: Record<string, string> = {}
  const methods = {
    getItem: (key: string) => kept[key] ?? null,
    setItem: (key: string, value: string) => {
      kept[key] = value
    },
    removeItem: (key: string) => {
      delete kept[key]
    },
  }
  // Object.keys of a Storage must list only its entries.
  for (const [name, value] of Object.entries(methods))
    Object.defineProperty(kept, name, { value, enumerable: false })
  return kept as unknown as Storage
}
const dataset: { owner?: string } = {}

/** Simulates a page rendered for this person. */
function pageOf(owner: string | null, remembered = owner): void {
  if (owner === null) delete dataset.owner
  else dataset.owner = owner
  keepForBrowser('owner', remembered)
}

beforeEach(() => {
  Object.assign(globalThis, {
    localStorage: memory(),
    sessionStorage: memory(),
    document: { documentElement: { dataset } },
  })
  pageOf(null)
})

test('every key has an owner, and no owner reads another’s data', () => {
  pageOf('alice')
  assert.ok(keep('draft:submit', 'hers'))
  assert.ok(keepWish('bemoanings/1', 'bemoan'))
  assert.deepEqual(Object.keys(localStorage).sort(), [
    'of:alice:draft:submit',
    'of:alice:votes-waiting',
    'owner',
  ])
  for (const other of ['bob', null]) {
    pageOf(other)
    assert.equal(recall('draft:submit'), null)
    assert.deepEqual(keptNames('draft:'), [])
    assert.deepEqual(waiting(), {})
    dropWish('bemoanings/1')
  }
  pageOf('alice')
  assert.equal(recall('draft:submit'), 'hers')
  assert.deepEqual(keptNames('draft:'), ['draft:submit'])
  assert.deepEqual(waiting(), { 'bemoanings/1': 'bemoan' })
})

test('a tab whose owner has left cannot restore cleared data', () => {
  pageOf('alice')
  assert.ok(keep('draft:submit', 'hers'))
  keepForBrowser('owner', null)
  forget('local', (owner) => owner === 'alice')
  assert.equal(keep('draft:submit', 'hers'), false)
  assert.equal(keepWish('bemoanings/1', 'bemoan'), false)
  assert.deepEqual(Object.keys(localStorage), [])
})

test('only browser settings have no owner; data of older builds is cleared', () => {
  localStorage.setItem('draft:submit', '{"at":1,"fields":{"anonymous":["on"]}}')
  localStorage.setItem('votes-waiting', '{"bemoanings/1":"bemoan"}')
  sessionStorage.setItem('sent', '{}')
  keepForBrowser('theme', 'dark')
  keep('draft:submit', 'typed signed out')
  forgetUnowned()
  assert.deepEqual(Object.keys(localStorage).sort(), ['of:nobody:draft:submit', 'theme'])
  assert.deepEqual(Object.keys(sessionStorage), [])
  assert.equal(recallForBrowser('theme'), 'dark')
  assert.equal(recall('draft:submit', 'local', NOBODY), 'typed signed out')
})

test('an unsent bemoaning of an older build goes only to the handle it names', () => {
  const one = (key: string, handle: string) => ({
    key,
    handle,
    input: { body: `A text with the key ${key}.`, tags: ['ci'] },
    refused: null,
  })
  localStorage.setItem('bemoanings-unsent', JSON.stringify([one('a', 'alice'), one('b', 'bob')]))
  forgetUnowned()
  assert.ok(hasOldUnsent())
  pageOf('alice')
  adoptUnsent('alice')
  assert.deepEqual(
    unsent().map(({ key }) => key),
    ['a'],
  )
  assert.ok(!hasOldUnsent())
  pageOf('bob')
  adoptUnsent('bob')
  assert.deepEqual(unsent(), [])
  assert.ok(keepUnsent(one('c', 'bob')))
  assert.equal(unsent().length, 1)
})

test('only an explicit response says that no user is signed in', () => {
  assert.ok(saysNobody({ ok: true, value: { owner: null } }))
  for (const status of [0, 401, 403, 429, 500, 503])
    assert.ok(!saysNobody({ ok: false, status, detail: 'The database is away.' }), String(status))
  assert.ok(!saysNobody({ ok: true, value: { owner: 'alice' } }))
  assert.ok(!saysNobody({ ok: true, value: {} }), 'a build that does not tell')
})
