import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compose, quote } from './letter'

test('a quotation keeps its lines and white space, as text and as HTML', () => {
  const { text, html } = compose('About <you>', [quote('if x:\n\treturn  1\n\n    <b>')])
  assert.equal(text, '> if x:\n> \treturn  1\n>\n>     <b>\n')
  assert.match(
    html,
    /^<!doctype html><html lang="en"><head><meta charset="utf-8"><title>About &lt;you&gt;<\/title>/,
  )
  assert.match(html, />if x:<br>\u00a0{4}return\u00a0 1<br><br>\u00a0{4}&lt;b&gt;</)
})
