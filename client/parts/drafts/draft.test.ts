import assert from 'node:assert/strict'
import { test } from 'node:test'
import { controlsOf, fill, hasArrived, isUntouched, readDraft } from './draft'

type Field = {
  name: string
  type: string
  value: string
  defaultValue: string
  checked: boolean
  defaultChecked: boolean
}

const field = (name: string, type: string, value = '', more: Partial<Field> = {}): Field => ({
  name,
  type,
  value,
  defaultValue: '',
  checked: false,
  defaultChecked: false,
  ...more,
})
const box = (value: string, checked = false) =>
  field('tags', 'checkbox', value, { checked, defaultValue: value })
const controls = (fields: Field[]) => controlsOf({ elements: fields } as unknown as HTMLFormElement)

test('keeps texts and ticks, but no passwords, hidden fields, files or buttons', () => {
  const fields = [
    field('body', 'textarea', 'It hangs.'),
    field('title', 'text', ' '),
    field('password', 'password', 'hunter2'),
    field('key', 'hidden', 'abc'),
    field('file', 'file', 'C:\\x'),
    field('send', 'submit', '1'),
    field('', 'text', 'npm'),
    box('npm', true),
    box('git'),
    box('dns', true),
  ]
  assert.deepEqual(readDraft(controls(fields), 7), {
    at: 7,
    fields: { body: 'It hangs.', tags: ['npm', 'dns'] },
  })
})

test('an empty form is not a draft', () => {
  assert.equal(readDraft(controls([field('body', 'textarea', ' \n'), box('npm')]), 7), null)
})

test('a draft is restored exactly to an empty form', () => {
  const before = controls([field('body', 'textarea', 'It hangs.'), box('npm', true), box('git')])
  const draft = readDraft(before, 7)
  const after = controls([field('body', 'textarea'), box('npm'), box('git')])
  assert.ok(draft && isUntouched(after))
  assert.deepEqual(
    fill(after, draft).map(({ value }) => value),
    ['It hangs.', 'npm'],
  )
  assert.deepEqual(readDraft(after, 7), draft)
})

test('a form filled by the server or the browser is left alone', () => {
  assert.ok(!isUntouched(controls([field('body', 'textarea', 'typed')])))
  assert.ok(!isUntouched(controls([field('body', 'textarea', '', { defaultValue: 'sent' })])))
  assert.ok(!isUntouched(controls([field('body', 'textarea'), box('npm', true)])))
})

test('a draft is deleted only when the next page shows that the server has it', () => {
  const sent = { key: 'submit', from: 'http://site/submit' }
  const page = {
    type: 'navigate',
    referrer: 'http://site/submit',
    previous: null,
    redirects: 1,
    refused: false,
  }
  assert.ok(hasArrived(sent, page))
  assert.ok(hasArrived(sent, { ...page, type: 'reload' }), 'an answer that was asked for again')
  assert.ok(!hasArrived(sent, { ...page, refused: true }), 'the form came back')
  assert.ok(!hasArrived(sent, { ...page, type: 'back_forward' }), 'back from an error page of the browser')
  assert.ok(!hasArrived(sent, { ...page, referrer: '' }), 'an address that was typed')
  assert.ok(!hasArrived(sent, { ...page, referrer: 'http://site/new' }), 'a link on another page')
  const answered = { ...page, referrer: '', previous: 'http://site/submit' }
  assert.ok(hasArrived(sent, answered), 'answered by a service worker in Firefox')
  assert.ok(hasArrived(sent, { ...answered, previous: 'http://site/submit#f-body' }), 'with a fragment')
  assert.ok(!hasArrived(sent, { ...answered, redirects: 0 }), 'an address that was typed while it was sent')
  assert.ok(!hasArrived(sent, { ...answered, previous: 'http://site/new' }), 'a form on another page')
  assert.ok(!hasArrived(sent, { ...answered, refused: true }), 'a rejected one')
})
