#!/bin/sh
# ssh2 1.17.0 (npm), on Node 20: about one in 250 of the Ed25519 keys that its utils.generateKeyPairSync() makes can be read
# neither by its own utils.parseKey() nor by ssh-keygen. The public key in such a file has 31 bytes instead of 32: a leading zero
# is dropped, as one would from a number, though the key is a string of bytes (RFC 8709, section 4). A server that makes its host
# key that way never opens with such a one.
#
# Seen:
#     of 3000 keys 9 unreadable, every one with a public key of 31 bytes; ssh-keygen reads 0 of them
#
# Needs ssh-keygen; says so and exits 2 without. Installs ssh2 into a temporary folder. Exits 0 while that holds, 1 when it changes.
set -eu
command -v ssh-keygen >/dev/null || { echo 'There is no ssh-keygen here: apt-get install openssh-client'; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --ignore-scripts --no-audit --no-fund ssh2@1.17.0 >/dev/null
cat >look.cjs <<'END'
const { spawnSync } = require('node:child_process')
const { writeFileSync } = require('node:fs')
const { utils } = require('ssh2')
const [most, short] = [3000, []]
let [unreadable, read] = [0, 0]
for (let n = 0; n < most; n += 1) {
  const { private: secret, public: line } = utils.generateKeyPairSync('ed25519')
  if (!(utils.parseKey(secret) instanceof Error)) continue
  unreadable += 1
  const file = `key${n}`
  writeFileSync(file, secret, { mode: 0o600 })
  if (spawnSync('ssh-keygen', ['-y', '-f', file], { input: '' }).status === 0) read += 1
  // The blob is two strings, each after its length: the name, and the key.
  const blob = Buffer.from(line.split(' ')[1], 'base64')
  short.push(blob.readUInt32BE(4 + blob.readUInt32BE(0)))
}
const all = short.every((length) => length === 31)
console.log(`of ${most} keys ${unreadable} unreadable, ${all ? 'every one with a public key of 31 bytes' : `with public keys of ${[...new Set(short)]} bytes`}; ssh-keygen reads ${read} of them`)
process.exit(unreadable > 0 && all && read === 0 ? 0 : 1)
END
node look.cjs
