import assert from 'node:assert/strict'
import type { ApplianceTest } from '../lab/case'
import { ssh } from '../lab/machine'

/** Returns a shell command that tests from inside whether a port is reachable. */
const reach = (address: string, port: number): string =>
  `timeout 10 bash -c 'exec 3<>/dev/tcp/${address}/${port}' 2>/dev/null && echo reached || echo not`

export default {
  title: 'can reach neither the internet nor this machine',
  async run({ lab, site }) {
    const machine = lab.machines[0]
    assert.ok(machine)
    // The gateway is this machine, and its forwarded port surely listens.
    for (const [address, port] of [
      ['10.0.2.2', machine.ports.ssh],
      ['10.0.2.2', 22],
      ['10.0.2.3', 53],
      ['192.0.2.1', 80],
      ['1.1.1.1', 443],
    ] as const)
      assert.equal((await ssh(site, reach(address, port))).trim(), 'not', `${address}:${port}`)
    assert.equal((await ssh(site, reach('127.0.0.1', 3000))).trim(), 'reached', 'the check itself works')
  },
} satisfies ApplianceTest
