import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { connectionAddress, expectProxyHeaders, readProxyHeader } from './proxy-protocol'

/** A header of version 2. @param command 1: PROXY, 0: LOCAL */
function second(command: number, family: number, addresses: Buffer, version = 2): Buffer {
  const head = Buffer.from('0d0a0d0a000d0a515549540a00000000', 'hex')
  head.writeUInt8((version << 4) | command, 12)
  head.writeUInt8(family, 13)
  head.writeUInt16BE(addresses.length, 14)
  return Buffer.concat([head, addresses])
}
const ip4 = Buffer.from([198, 51, 100, 1, 10, 0, 0, 1, 0x12, 0x34, 0, 80])
const ip6 = Buffer.concat([Buffer.from('20010db9000000000000000000000017', 'hex'), Buffer.alloc(20)])
const first = 'PROXY TCP4 198.51.100.1 10.0.0.1 4660 80\r\n'

test('headers of both versions are read, and nothing else', () => {
  const table: [bytes: string | Buffer, address: string | null | undefined][] = [
    [first, '198.51.100.1'],
    ['PROXY TCP6 2001:db9::17 ::1 4660 80\r\n', '2001:db9::17'],
    ['PROXY UNKNOWN\r\n', null],
    [second(1, 0x11, ip4), '198.51.100.1'],
    [second(1, 0x21, ip6), '2001:db9:0:0:0:0:0:17'],
    // With extensions behind the addresses.
    [second(1, 0x11, Buffer.concat([ip4, Buffer.from('0300040000000', 'hex')])), '198.51.100.1'],
    [second(0, 0x00, Buffer.alloc(0)), null],
    [second(1, 0x31, Buffer.alloc(216)), null],
    ['PROXY TCP4 2001:db9::17 ::1 4660 80\r\n', undefined],
    ['PROXY TCP4 198.51.100.1, 10.0.0.1 4660 80\r\n', undefined],
    ['PROXY TCP5 198.51.100.1 10.0.0.1 4660 80\r\n', undefined],
    [`PROXY ${'x'.repeat(120)}`, undefined],
    ['GET / HTTP/1.1\r\n', undefined],
    [second(1, 0x11, ip4, 1), undefined],
    [second(5, 0x11, ip4), undefined],
    [second(1, 0x11, Buffer.alloc(4_000)), undefined],
  ]
  for (const [text, address] of table) {
    const bytes = Buffer.from(text)
    const found = readProxyHeader(bytes)
    if (address === undefined) assert.equal(found.is, 'invalid', bytes.toString('latin1'))
    else assert.deepEqual(found, { is: 'header', length: bytes.length, address })
    if (address !== undefined)
      for (let n = 0; n < bytes.length; n += 1)
        assert.equal(readProxyHeader(bytes.subarray(0, n)).is, 'incomplete', `${n} bytes`)
  }
})

const server = createServer((request, response) => {
  response.end(`${connectionAddress(request.socket)} ${request.url}\n`)
})
let trusted = true
before(async () => {
  expectProxyHeaders(server, () => trusted)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
after(() => {
  server.closeAllConnections()
  server.close()
})

/** Sends pieces one after the other. @returns everything that comes back until the connection ends or is quiet */
async function talk(
  pieces: readonly (string | Buffer)[],
  pause = 5,
): Promise<{ said: string; ended: boolean }> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  let [said, ended] = ['', false]
  socket.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    ended = true
  })
  for (const piece of pieces) {
    socket.write(piece)
    await sleep(pause)
  }
  await sleep(100)
  socket.destroy()
  return { said: (said.match(/^\d[^ ]* \/.*$/gm) ?? []).join('|'), ended }
}
const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`

test('a server takes the address from the header, however the bytes arrive', async () => {
  for (const header of [Buffer.from(first), second(1, 0x11, ip4)]) {
    assert.equal((await talk([Buffer.concat([header, Buffer.from(get('/a'))])])).said, '198.51.100.1 /a')
    assert.equal((await talk([header, get('/a'), get('/b')])).said, '198.51.100.1 /a|198.51.100.1 /b')
    const all = Buffer.concat([header, Buffer.from(get('/a') + get('/b') + get('/c'))])
    const whole = '198.51.100.1 /a|198.51.100.1 /b|198.51.100.1 /c'
    assert.equal((await talk([all])).said, whole)
    for (const at of [1, 5, 12, 15, header.length - 1, header.length, header.length + 3])
      assert.equal((await talk([all.subarray(0, at), all.subarray(at)])).said, whole, `cut at ${at}`)
    assert.equal(
      (
        await talk(
          [...all].map((byte) => Buffer.from([byte])),
          0,
        )
      ).said,
      whole,
    )
  }
  const body = 'x'.repeat(200_000)
  const post = `POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  assert.equal((await talk([first + post + get('/after')])).said, '198.51.100.1 /p|198.51.100.1 /after')
})

test('without a header a trusted connection ends; from elsewhere a header is no header', async () => {
  assert.deepEqual(await talk([get('/a')]), { said: '', ended: true })
  trusted = false
  assert.equal((await talk([get('/a')])).said, '127.0.0.1 /a')
  assert.equal((await talk([first, get('/a')])).said, '')
  trusted = true
})
