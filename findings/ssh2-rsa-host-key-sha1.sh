#!/bin/sh
# ssh2 1.17.0, Node 20.20.2.
#
# A server's `algorithms.serverHostKey` sets the order of the algorithms that an RSA host key is offered with, but takes none
# away: without `ssh-rsa` (SHA-1) in the list, the server offers it all the same, as the last one, and ssh-audit marks it
# as a failure. Lists of `kex`, `cipher` and `hmac` are exact. A host key given as a parsed key whose `type` names one
# algorithm is offered with that one only.
#
# Seen:
#     list rsa-sha2-512,rsa-sha2-256     offered rsa-sha2-512,rsa-sha2-256,ssh-rsa
#     list rsa-sha2-256                  offered rsa-sha2-256,ssh-rsa
#     kex list curve25519-sha256         offered curve25519-sha256,kex-strict-s-v00@openssh.com
#
# Exits 0 while that holds, 1 when it has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts --omit=optional ssh2@1.17.0 >/dev/null
cat >look.mjs <<'LOOK'
import { connect } from 'node:net'
import ssh2 from 'ssh2'

const rsa = ssh2.utils.generateKeyPairSync('rsa', { bits: 3072 }).private

/** The lists of the server's first packet (RFC 4253, 7.1): key exchange, host keys. */
function offered(serverHostKey) {
  return new Promise((resolve) => {
    const algorithms = { kex: ['curve25519-sha256'], serverHostKey }
    const server = new ssh2.Server({ hostKeys: [rsa], algorithms }, (client) => client.on('error', () => {}))
    server.listen(0, '127.0.0.1', () => {
      const socket = connect(server.address().port, '127.0.0.1')
      let bytes = Buffer.alloc(0)
      socket.write('SSH-2.0-look\r\n')
      socket.on('data', (part) => {
        bytes = Buffer.concat([bytes, part])
        const packet = bytes.indexOf('\r\n') + 2
        if (packet < 2 || bytes.length < packet + 4 || bytes.length < packet + 4 + bytes.readUInt32BE(packet)) return
        // Length, padding, type, cookie; then name lists.
        let at = packet + 4 + 1 + 1 + 16
        const list = () => {
          const size = bytes.readUInt32BE(at)
          at += 4 + size
          return bytes.toString('latin1', at - size, at)
        }
        const lists = { kex: list(), hostKeys: list() }
        socket.destroy()
        server.close(() => resolve(lists))
      })
    })
  })
}

const both = await offered(['rsa-sha2-512', 'rsa-sha2-256'])
const one = await offered(['rsa-sha2-256'])
console.log(`list rsa-sha2-512,rsa-sha2-256     offered ${both.hostKeys}`)
console.log(`list rsa-sha2-256                  offered ${one.hostKeys}`)
console.log(`kex list curve25519-sha256         offered ${both.kex}`)
const holds =
  both.hostKeys === 'rsa-sha2-512,rsa-sha2-256,ssh-rsa' &&
  one.hostKeys === 'rsa-sha2-256,ssh-rsa' &&
  both.kex === 'curve25519-sha256,kex-strict-s-v00@openssh.com'
process.exit(holds ? 0 : 1)
LOOK
node look.mjs
