import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pathOf, sentence } from './vote-form'

test('a form’s address identifies what it votes on', () => {
  assert.equal(pathOf('/b/1024/vote'), 'bemoanings/1024')
  assert.equal(pathOf('/c/5/vote'), 'comments/5')
  for (const other of ['/b/1024/save', '/c/5/vote/x', '/theme', 'https://x/b/1/vote', '', null])
    assert.equal(pathOf(other), null)
})

test('announces a vote in the words of its kind', () => {
  const votes = { bemoan: 129, self_inflicted: 1 }
  assert.equal(sentence({ votes, mine: 'bemoan' }), 'You bemoan this too. 129 people do.')
  assert.equal(sentence({ votes, mine: 'self_inflicted' }), 'You call it self-inflicted. 1 person does.')
  assert.equal(sentence({ votes, mine: null }), 'You undid your vote.')
  assert.equal(sentence({ votes: { on: 5 }, mine: 'on' }), 'You said “so true”.. 5 people do.')
})
