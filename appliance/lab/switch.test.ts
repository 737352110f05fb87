import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { createConnection, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { startSwitch } from './switch'

const root = mkdtempSync(join(tmpdir(), 'switch-'))
after(() => rmSync(root, { recursive: true, force: true }))

const [one, two, all] = ['02000000000a', '02000000000b', 'ffffffffffff']
const frame = (to: string, from: string, text: string): Buffer => {
  const data = Buffer.concat([Buffer.from(to + from, 'hex'), Buffer.from(text)])
  const size = Buffer.alloc(4)
  size.writeUInt32BE(data.length)
  return Buffer.concat([size, data])
}

test('frames are flooded until an address’s port is known, then sent only there; split ones arrive whole', async () => {
  const lan = await startSwitch(join(root, 's'))
  const heard: string[] = ['', '', '']
  const ports = await Promise.all(
    heard.map(
      (_, n) =>
        new Promise<Socket>((resolve) => {
          const port: Socket = createConnection(lan.socket, () => resolve(port))
          port.on('data', (chunk) => {
            heard[n] += chunk.toString('latin1')
          })
        }),
    ),
  )
  const settle = () => sleep(100)
  try {
    // A connection complete on their side may not be accepted on ours yet.
    await settle()
    ports[0]?.write(frame(all, one, 'hello'))
    await settle()
    assert.deepEqual(
      heard.map((text) => text.includes('hello')),
      [false, true, true],
    )
    const answer = frame(one, two, 'answer')
    ports[1]?.write(answer.subarray(0, 7))
    await settle()
    ports[1]?.write(Buffer.concat([answer.subarray(7), frame(one, two, 'second')]))
    await settle()
    assert.deepEqual(
      heard.map((text) => /answer.*second/s.test(text)),
      [true, false, false],
    )
    // No frame is that long, so the switch closes the connection.
    ports[2]?.write(Buffer.from('ffffffff', 'hex'))
    await settle()
    assert.ok(ports[2]?.destroyed || ports[2]?.readableEnded)
    assert.equal(lan.carried(), 3)
  } finally {
    for (const port of ports) port.destroy()
    await lan.close()
  }
})
