import assert from 'node:assert/strict'
import { test } from 'node:test'
import { replyMail } from './letters'
import type { Notice } from './queries'

process.env.SITE_ORIGIN ??= 'https://www.example.org'
const to = { id: 1, handle: 'ada', email: 'ada@example.org' }
const notice: Notice = {
  id: 1,
  kind: 'answer',
  bemoaning: null,
  commentId: 7,
  said: { author: 'bob', body: 'It was the cache.' },
  amount: null,
  postSlug: 'randomart',
  act: null,
  security: null,
  createdAt: new Date(),
  unread: true,
}

test('a reply on a post names the post, and all emails about it have one thread and subject', () => {
  const letter = replyMail(to, notice)
  assert.equal(letter.thread, 'post-randomart')
  assert.match(letter.subject, /^Re: \S/)
  assert.match(letter.text, /It is about the post “[^”]+”\./)
  assert.doesNotMatch(letter.text + letter.html, /undefined|null/)
  assert.equal(
    replyMail(to, { ...notice, said: { author: null, body: 'Not mine.' } }).subject,
    letter.subject,
  )
})

test('an email about a bemoaning whose text is not public has its number', () => {
  const letter = replyMail(to, {
    ...notice,
    postSlug: null,
    bemoaning: { id: 1024, body: null, createdAt: new Date(), fixedAt: null },
  })
  assert.deepEqual([letter.thread, letter.subject], ['bemoaning-1024', 'Re: #1024'])
  assert.doesNotMatch(letter.text + letter.html, /undefined|null/)
})

test('the comment is quoted without the signs of Markdown, in both forms of the email', () => {
  const said = { author: 'bob', body: 'It was **the cache**:\n\n- again\n- `always`' }
  const letter = replyMail(to, { ...notice, said })
  assert.match(letter.text, /> It was the cache:\n> • again\n> • always\n/)
  assert.match(letter.html, />It was the cache:<br>• again<br>• always</)
})
