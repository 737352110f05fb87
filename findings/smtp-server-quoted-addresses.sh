#!/bin/sh
# smtp-server 3.21.6 refuses RCPT TO:<"a..b"@example.org> and <"a b"@example.org> with "501 Error: Bad recipient address
# syntax", and accepts <".a"@example.org>. All three are quoted strings that RFC 5321 (4.1.2) allows; nodemailer 10.6.1
# quotes the first for that reason, so the two do not understand each other about an address that browsers accept.
#
# Needs Node and npm. Exit 0: still so. Exit 1: it has changed. Exit 2: could not be tried.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null 2>&1
npm install --silent --no-audit --no-fund smtp-server@3.21.6 >/dev/null 2>&1 || { echo 'npm install failed'; exit 2; }
cat >try.cjs <<'JS'
const { connect } = require('node:net')
const { SMTPServer } = require('smtp-server')
const server = new SMTPServer({ authOptional: true, disabledCommands: ['STARTTLS'] })
const addresses = ['"a..b"@example.org', '".a"@example.org', '"a b"@example.org']
server.listen(0, '127.0.0.1', () => {
  const lines = ['EHLO x', 'MAIL FROM:<x@example.org>', ...addresses.map((one) => `RCPT TO:<${one}>`), 'QUIT']
  const answers = []
  const socket = connect(server.server.address().port, '127.0.0.1')
  socket.on('data', (data) => {
    for (const line of data.toString().split('\r\n').filter((text) => /^\d{3} /.test(text))) {
      answers.push(line)
      const next = lines.shift()
      if (next) socket.write(`${next}\r\n`)
    }
  })
  socket.on('close', () => {
    const codes = answers.slice(3, 6)
    for (const [at, one] of addresses.entries()) console.log(`${one}: ${codes[at]}`)
    server.close()
    process.exitCode = codes.map((line) => line.slice(0, 3)).join() === '501,250,501' ? 0 : 1
  })
})
JS
node try.cjs
