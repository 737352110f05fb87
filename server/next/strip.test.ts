import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stripScripts } from './strip'

test('the framework’s scripts and hints are removed, ours stay', () => {
  const html =
    '<!DOCTYPE html><html><head><link rel="preload" as="script" href="/_next/a.js"/><link rel="modulepreload" href="/b.js"><link rel="stylesheet" href="/c.css"><script src="/e.js?v=1" defer></script></head>' +
    '<body><!--$--><p>text</p><script>self.__next_f.push([1,"</p><b>"])</script><script src="/_next/x.js" async=""></script><script id="_R_"></script></body></html>'
  assert.equal(
    stripScripts(html),
    '<!DOCTYPE html><html><head><link rel="stylesheet" href="/c.css"><script src="/e.js?v=1" defer></script></head><body><p>text</p></body></html>',
  )
})

test('text that people wrote stays text, even if it looks like markup', () => {
  const kept = [
    '<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>',
    '<a href="https://e.x/" title="<script src=/e.js></script>">x</a>',
    '<textarea>&lt;!-- not a comment --&gt;</textarea>',
    '<p>if (a &lt; b || c > d) { }</p>',
  ]
  for (const html of kept) assert.equal(stripScripts(html), html)
})

test('an unclosed script is removed and takes nothing else with it', () => {
  assert.equal(stripScripts('<p>a</p><script>while (true)'), '<p>a</p>')
  assert.doesNotMatch(
    stripScripts(
      '<script src="/evil/e.js"></script><script src="//x/e.js"></script><script src="/e.js.evil"></script>',
    ),
    /script/,
  )
})
