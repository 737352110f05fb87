#!/bin/sh
# ssh2 1.17.0, Node 20.20.2.
#
# A channel is a duplex stream: a command reads standard input to its end and then answers. Reading it with `for await`
# closes the channel at the end of the input, without an error: iteration destroys the stream it has finished, the writable
# half too. The client gets neither the answer nor an exit status (OpenSSH's client exits with 255). Read by events, or by
# `stream.iterator({ destroyOnReturn: false })`, whose name speaks of leaving a loop early, it answers.
#
# Seen:
#     for await                  answer none, exit none
#     iterator, destroyOnReturn  answer "got 5", exit 0
#     events                     answer "got 5", exit 0
#
# Exits 0 while that holds, 1 when it has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts --omit=optional ssh2@1.17.0 >/dev/null
cat >look.mjs <<'LOOK'
import ssh2 from 'ssh2'

const key = ssh2.utils.generateKeyPairSync('ed25519').private
const readers = {
  'for await': async (stream) => {
    let size = 0
    for await (const part of stream) size += part.length
    return size
  },
  'iterator, destroyOnReturn': async (stream) => {
    let size = 0
    for await (const part of stream.iterator({ destroyOnReturn: false })) size += part.length
    return size
  },
  events: (stream) =>
    new Promise((resolve) => {
      let size = 0
      stream.on('data', (part) => {
        size += part.length
      })
      stream.on('end', () => resolve(size))
    }),
}
const server = new ssh2.Server({ hostKeys: [key] }, (client) => {
  client.on('error', () => {})
  client.on('authentication', (context) => context.accept())
  client.on('session', (accept) =>
    accept().on('exec', async (take, _, { command }) => {
      const stream = take()
      stream.on('error', () => {})
      const size = await readers[command](stream)
      stream.write(`got ${size}`)
      stream.exit(0)
      stream.end()
    }),
  )
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))

const ask = (command) =>
  new Promise((resolve) => {
    const client = new ssh2.Client()
    client.on('ready', () =>
      client.exec(command, (_, stream) => {
        const seen = { answer: 'none', exit: 'none' }
        stream.on('data', (part) => {
          seen.answer = JSON.stringify(String(part))
        })
        stream.on('exit', (code) => {
          seen.exit = String(code)
        })
        stream.on('close', () => {
          client.end()
          resolve(seen)
        })
        stream.end('five.')
      }),
    )
    client.connect({ host: '127.0.0.1', port: server.address().port, username: 'look' })
  })

const seen = []
for (const name of Object.keys(readers)) {
  const { answer, exit } = await ask(name)
  console.log(`${name.padEnd(26)} answer ${answer}, exit ${exit}`)
  seen.push(`${answer} ${exit}`)
}
server.close()
process.exit(seen.join() === 'none none,"got 5" 0,"got 5" 0' ? 0 : 1)
LOOK
node look.mjs
