// Waits until the site and its proxy respond, and says so on the consoles, where the host that started this machine
// reads it.
import { closeSync, constants, openSync, readFileSync, writeSync } from 'node:fs'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

// In a Xen guest /dev/console is a screen that does not exist, since no serial line takes its place.
const consoles = readFileSync('/sys/class/tty/console/active', 'utf8').trim().split(' ')
const say = (line) => {
  console.log(line)
  for (const name of consoles)
    try {
      // Without NOCTTY the console would become our controlling terminal, and be hung up when this process ends.
      const file = openSync(`/dev/${name}`, constants.O_WRONLY | constants.O_NOCTTY)
      try {
        writeSync(file, `\r\n${line}\r\n`)
      } finally {
        closeSync(file)
      }
    } catch (error) {
      console.log(`/dev/${name}: ${error.message}`)
    }
}
const listens = (port) =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true))
    socket.on('error', () => resolve(false))
    socket.on('close', () => resolve(false))
    socket.on('connect', () => socket.destroy())
  })
const deadline = Date.now() + 15 * 60_000
let why = ''
for (;;) {
  try {
    const answer = await fetch('http://127.0.0.1:3000/readyz', { signal: AbortSignal.timeout(10_000) })
    why = answer.ok ? '' : `${answer.status} ${await answer.text()}`
  } catch (error) {
    why = String(error.cause?.code ?? error.name)
  }
  if (!why && !(await listens(443))) why = 'nothing listens on 443'
  if (!why || Date.now() > deadline) break
  await sleep(1_000)
}
say(why ? `appliance: not ready: ${why.replaceAll(/\s+/g, ' ').slice(0, 300)}` : 'appliance: ready')
process.exitCode = why ? 1 : 0
