import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fixed, lookOf, paint } from './look'

const levels = [0, 95, 135, 175, 215, 255]
const linear = (value: number) =>
  value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4

/** The relative luminance (WCAG 2.2) of a colour of the xterm palette. */
function luminance(code: number): number {
  const cube = code - 16
  const grey = 8 + (code - 232) * 10
  const [r = 0, g = 0, b = 0] =
    code < 232
      ? [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map((at) => levels[at] ?? 0)
      : [grey, grey, grey]
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

test('the colours can be read on white and on black', () => {
  for (const [ink, code] of Object.entries(fixed)) {
    const light = luminance(code) + 0.05
    assert.ok(1.05 / light >= 4.2 && light / 0.05 >= 4.2, ink)
  }
})

test('a terminal gets what it can show', () => {
  const of = (term: string, env: Record<string, string> = {}, asked = false) => {
    const { colours, faces, plain } = lookOf({ term, env: new Map(Object.entries(env)) }, asked)
    return [colours, ...(faces ? ['faces'] : []), ...(plain ? ['plain'] : [])].join(' ')
  }
  assert.equal(of('xterm-256color'), '256 faces')
  assert.equal(of('xterm', { COLORTERM: 'truecolor' }), '256 faces')
  assert.equal(of('screen'), '16 faces')
  assert.equal(of('linux'), '16')
  assert.equal(of('vt100'), '0 faces')
  assert.equal(of('xterm-256color', { NO_COLOR: '1' }), '0 faces')
  assert.equal(of('xterm-256color', { NO_COLOR: '' }), '256 faces')
  assert.equal(of('dumb'), '0 plain')
  assert.equal(of(''), '0 plain')
  assert.equal(of('xterm-256color', {}, true), '0 plain')
})

test('a colour ends where its part ends, and blanks have none', () => {
  const look = lookOf({ term: 'xterm-256color', env: new Map() })
  assert.equal(paint('ci', 'tag', look), '\x1b[38;5;30mci\x1b[0m')
  assert.equal(paint('  ', 'tag', look), '  ')
  assert.equal(paint('ci', 'plain', look), 'ci')
  assert.equal(paint('#1', 'number', lookOf({ term: 'vt100', env: new Map() })), '\x1b[1m#1\x1b[0m')
})
