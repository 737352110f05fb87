import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findTags } from './tag-find'
import { sentence } from './tags'

const names = [
  'django python',
  'go golang',
  'mongodb mongo nosql',
  'npm node packages',
  'c++ cpp',
  'ci/cd pipelines',
  'web-design css',
]
const found = (typed: string) => findTags(typed, names).map((at) => names[at]?.split(' ')[0])

test('a whole name comes before a prefix of another', () => {
  assert.deepEqual(found('go'), ['go'])
  assert.deepEqual(found('mongo'), ['mongodb'])
  assert.deepEqual(found('c'), ['c++', 'ci/cd', 'web-design'])
})

test('matches aliases and prefixes of words', () => {
  assert.deepEqual(found('Golang'), ['go'])
  assert.deepEqual(found('pack'), ['npm'])
  assert.deepEqual(found('design'), ['web-design'])
  assert.deepEqual(found('cpp'), ['c++'])
  assert.deepEqual(found('ci/cd'), ['ci/cd'])
})

test('matches parts of words if no prefix matches', () => {
  assert.deepEqual(found('ckages'), ['npm'])
  assert.deepEqual(found('zzz'), [])
})

test('empty input keeps all tags in order', () => {
  assert.deepEqual(
    findTags('  ', names),
    names.map((_, at) => at),
  )
})

test('the line below the tags appears at the maximum', () => {
  assert.equal(sentence(2, 3), '')
  assert.equal(sentence(3, 3), '3 is the most. Untick one to choose another.')
  assert.equal(sentence(5, 3), '5 are ticked; 3 is the most. Untick 2.')
})
