import assert from 'node:assert/strict'
import type { IncomingMessage } from 'node:http'
import { test } from 'node:test'
import type { BufferedResponse } from '@/core/response'
import { withFreshAddress } from './fresh-address'

const sentTo = (program: string, location: string, status = 303): string => {
  const request = { headers: { 'user-agent': program } } as IncomingMessage
  const made: BufferedResponse = { status, headers: { location }, body: Buffer.alloc(0) }
  return String(withFreshAddress(request, made).headers.location)
}

test('elinks and links are sent to an address of their own, which replaces one before it', () => {
  for (const program of ['ELinks/0.13.2 (textmode; Linux; 80x25-2)', 'Links (2.28; Linux x86_64; text)']) {
    const fragment = program.startsWith('Links') ? '#c2' : ''
    assert.match(sentTo(program, '/b/1/a-text#c2'), new RegExp(`^/b/1/a-text\\?fresh=[a-z0-9]+${fragment}$`))
    assert.match(sentTo(program, '/search?q=a+b&fresh=old'), /^\/search\?q=a\+b&fresh=(?!old)[a-z0-9]+$/)
    assert.equal(sentTo(program, 'https://elsewhere.example/'), 'https://elsewhere.example/')
    assert.equal(sentTo(program, '/b/1', 301), '/b/1')
  }
})

test('other programs are redirected to the unchanged address', () => {
  for (const program of ['Mozilla/5.0', 'w3m/0.5.3', 'Lynx/2.9.0dev.12', ''])
    assert.equal(sentTo(program, '/b/1#c2'), '/b/1#c2')
})
