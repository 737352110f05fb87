import assert from 'node:assert/strict'
import type { ApplianceTest } from '../lab/case'
import { ssh } from '../lab/machine'

/** Publicly reachable ports. */
const open = new Set(['22', '80', '443'])

/** The exposure of the unit that mounts disks; tests/units.test.ts has the same bounds, offline. */
const mounting = 4.8

export default {
  title:
    'no unit has failed, only 22, 80 and 443 are open, each unit is sandboxed, upgrades and backups are on',
  async run({ site }) {
    assert.equal((await ssh(site, 'systemctl --failed --no-legend --plain')).trim(), '')
    const listening = (await ssh(site, 'ss -Hltun')).trim().split('\n')
    for (const line of listening) {
      const address = line.trim().split(/\s+/)[4] ?? ''
      const port = address.slice(address.lastIndexOf(':') + 1)
      const inside = /^(127\.|\[::1\])/.test(address)
      // A DHCP client listens for its response.
      const dhcp = line.startsWith('udp') && (port === '68' || port === '546')
      assert.ok(inside || dhcp || open.has(port), line)
    }
    const owners = await ssh(site, 'ps -o user= -p $(systemctl show -P MainPID ibtsocs)')
    assert.equal(owners.trim(), 'ibtsocs')
    assert.match(
      await ssh(site, 'systemctl is-enabled apt-daily-upgrade.timer ibtsocs-backup.timer'),
      /^enabled\nenabled/,
    )
    assert.match(await ssh(site, 'apt-config dump APT::Periodic::Unattended-Upgrade'), /"1"/)
    const units = await ssh(site, "systemctl list-unit-files 'ibtsocs*.service' --no-legend --plain")
    const services = [...units.matchAll(/^ibtsocs\S*\.service/gm)].map(([name]) => name)
    assert.ok(services.length >= 5, units)
    for (const name of services) {
      const said = await ssh(site, `systemd-analyze security ${name} --no-pager | tail -n 1`)
      const exposure = Number(/: (\d+\.\d)/.exec(said)?.[1] ?? Number.NaN)
      assert.ok(exposure <= (name === 'ibtsocs-machine.service' ? mounting : 3), said.trim())
    }
    assert.match(await ssh(site, 'passwd -S root'), /^root L/, 'root has no password')
    const sources = await ssh(
      site,
      'cat /etc/apt/sources.list.d/*; cat /etc/apt/sources.list 2>/dev/null || true',
    )
    assert.match(sources, /security\.debian\.org/)
    assert.doesNotMatch(sources, /10\.0\.2\.100/)
  },
} satisfies ApplianceTest
