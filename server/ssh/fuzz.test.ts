import assert from 'node:assert/strict'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import ssh2 from 'ssh2'
import { application } from '@/api'
import { databaseReady, ownDatabase } from '@/tests/database'
import { aConnectionKey, sshOnce } from '@/tests/ssh'
import { type SshServer, startSsh } from './server'

/** Mutated bytes to send in each way. `SSH_FUZZ_BYTES=1000000 node tools/unit.mjs server/ssh/fuzz.test.ts` sends more. */
const budget = Number(process.env.SSH_FUZZ_BYTES ?? 60_000)
const seed = Number(process.env.SSH_FUZZ_SEED ?? 1)
/** Clients at once: from networks of their own, because one network may not begin as many. */
const atOnce = 8

/** Random numbers that a seed repeats (mulberry32). */
function randomFrom(start: number): (below: number) => number {
  let state = start >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}
const random = randomFrom(seed)
const pick = <T>(of: readonly T[]): T => of[random(of.length)] as T
const noise = (length: number): Buffer => Buffer.from(Array.from({ length }, () => random(256)))

/** Changes bytes between two places of a packet, and keeps its length. */
function scratch(bytes: Buffer, from: number, to: number): void {
  for (let n = random(4); n >= 0; n -= 1) {
    const at = from + random(Math.max(1, to - from))
    if (random(4) === 0 && at + 4 <= to)
      bytes.writeUInt32BE(pick([0, 1, 0x7fffffff, 0xffffffff, to, 1 << 20]), at)
    else if (at < bytes.length) bytes[at] = pick([0, 255, random(256), (bytes[at] ?? 0) ^ (1 << random(8))])
  }
}

/** Changes a stream, its length too. */
function mutated(stream: Buffer): Buffer {
  let bytes = Buffer.from(stream)
  for (let n = random(3); n >= 0; n -= 1) {
    const [at, length] = [random(bytes.length), 1 + random(60)]
    const [head, tail] = [bytes.subarray(0, at), bytes.subarray(at)]
    bytes = pick([
      () => Buffer.concat([head, noise(length), tail]),
      () => Buffer.concat([head, tail.subarray(length)]),
      () => Buffer.concat([head, tail.subarray(0, length), tail]),
      () => Buffer.from(head.length > 0 ? head : tail),
      () => {
        scratch(bytes, 0, bytes.length)
        return bytes
      },
    ])()
  }
  return bytes
}

/** The insides of the library’s client that write a packet. */
type Insides = { _protocol?: { _cipher: { encrypt: (packet: Buffer) => void } } }

describe('hostile bytes', () => {
  ownDatabase()
  let server: SshServer
  const { utils } = ssh2
  const errors: unknown[][] = []
  const { error: complain } = console
  before(async () => {
    await databaseReady()
    const origin = 'http://127.0.0.1:1'
    process.env.SITE_ORIGIN = origin
    const keys = {
      ed25519: utils.generateKeyPairSync('ed25519').private,
      rsa: utils.generateKeyPairSync('rsa', { bits: 2_048 }).private,
    }
    const door = { application, host: new URL(origin).host, origin }
    server = await startSsh({ keys, door, host: '127.0.0.1', port: 0, trusts: null })
    console.error = (...said) => void errors.push(said)
  })
  after(async () => {
    console.error = complain
    await server.close()
  })

  let clients = 0
  const aSocket = (): Socket => {
    clients += 1
    const localAddress = `127.0.${1 + Math.floor(clients / 200)}.1`
    const socket = connect({ port: server.port, host: '127.0.0.1', localAddress })
    socket.on('error', () => {})
    return socket
  }
  const sockets = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length
  const closed = async (socket: Socket, patience: number): Promise<void> => {
    const late = setTimeout(() => socket.destroy(), patience)
    if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve))
    clearTimeout(late)
  }

  /** Sends until the budget is spent. @param send sends once, and returns how many bytes */
  async function spend(send: () => Promise<number>): Promise<void> {
    const before = sockets()
    let sent = 0
    const client = async () => {
      while (sent < budget) {
        const bytes = await send()
        sent += bytes
      }
    }
    await Promise.all(Array.from({ length: atOnce }, client))
    for (let attempt = 0; attempt < 50 && sockets() > before; attempt += 1) await sleep(20)
    assert.ok(sockets() <= before, `${sockets() - before} connections are left (seed ${seed})`)
    assert.deepEqual(errors, [], `the log has errors of ours (seed ${seed})`)
    const valid = await sshOnce({ sock: aSocket(), key: aConnectionKey() }, 'help')
    assert.deepEqual([valid.code, valid.err], [0, ''])
  }

  /** Records what a valid client sends. */
  async function recorded(): Promise<Buffer> {
    const parts: Buffer[] = []
    const between = createServer((near) => {
      const far = aSocket()
      near.on('error', () => {})
      near.on('data', (part) => void parts.push(part))
      near.pipe(far).pipe(near)
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => between.once('listening', resolve))
    await sshOnce({ port: (between.address() as AddressInfo).port, key: aConnectionKey() }, 'help')
    between.close()
    return Buffer.concat(parts)
  }

  test('in the handshake end their own connection only', { timeout: 600_000 }, async () => {
    const stream = await recorded()
    assert.ok(stream.length > 1_000)
    await spend(async () => {
      const bytes = mutated(stream)
      const socket = aSocket()
      socket.resume()
      socket.end(bytes)
      await closed(socket, 1_000)
      return bytes.length
    })
  })

  test('under a valid encryption end their own connection only', { timeout: 600_000 }, async () => {
    await spend(async () => {
      const socket = aSocket()
      let sent = 0
      const client = new ssh2.Client()
      const [begin, share] = [random(12), 1 + random(4)]
      let packets = 0
      client.on('error', () => socket.destroy())
      client.on('keyboard-interactive', (_, __, ___, prompts, finish) => finish(prompts.map(() => '')))
      // The cipher is another one after the exchange of keys, so each event looks for it.
      let hooked: object | null = null
      const hook = () => {
        const cipher = (client as unknown as Insides)._protocol?._cipher
        if (!cipher || cipher === hooked) return
        hooked = cipher
        const encrypt = cipher.encrypt.bind(cipher)
        cipher.encrypt = (packet) => {
          packets += 1
          // Five bytes of length and padding come first.
          if (packets > begin && random(share) === 0) scratch(packet, 5, packet.length)
          sent += packet.length
          encrypt(packet)
        }
      }
      client.on('handshake', hook)
      client.on('ready', () => {
        hook()
        const done = () => {}
        client.exec(pick(['help', 'hot --json', 'b 1', 'mosh-server', 'bemoan --tag ci']), (_, stream) => {
          stream?.on('error', done).resume()
          stream?.end(noise(random(600)))
        })
        client.shell(
          { term: pick(['xterm', 'dumb', '']), cols: random(400), rows: random(300) },
          (_, stream) => {
            stream?.on('error', done).resume()
            stream?.write(noise(random(300)))
            stream?.setWindow(random(500), random(500), 0, 0)
          },
        )
        client.sftp(done)
        client.forwardIn('127.0.0.1', 0, done)
      })
      client.connect({
        sock: socket,
        username: 'x',
        tryKeyboard: true,
        privateKey: aConnectionKey().privateKey,
      })
      await closed(socket, 400)
      client.destroy()
      return Math.max(sent, 1)
    })
  })
})
