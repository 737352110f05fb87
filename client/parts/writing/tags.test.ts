import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findTags, suggestTags } from './tag-find'
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
  assert.equal(sentence(3, 3), 'That makes 3, the limit.')
  assert.equal(sentence(5, 3), 'You chose 5 tags; 3 is the most. Remove 2.')
})

const suggested = (text: string) => suggestTags(text, names).map((at) => names[at]?.split(' ')[0])

test('a text suggests the tags that it mentions, by any name, singular or plural', () => {
  assert.deepEqual(suggested('Our Mongo has lost a document, and then our NoSQL expert.'), ['mongodb'])
  assert.deepEqual(suggested('Every package in npm, and each of its packages.'), ['npm'])
  assert.deepEqual(suggested('I wrote C++.'), ['c++'])
  assert.deepEqual(suggested('The kettle is cold.'), [])
})

test('a tag of two letters is suggested only where it is capitalised', () => {
  assert.deepEqual(suggested('The tests go red when I go home.'), [])
  assert.deepEqual(suggested('We moved it from Go to Django.'), ['django', 'go'])
})
