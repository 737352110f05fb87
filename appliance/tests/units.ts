import assert from 'node:assert/strict'
import type { ApplianceTest } from '../lab/case'
import { ssh } from '../lab/machine'

/** Ports that anybody may reach. */
const open = new Set(['22', '80', '443'])

export default {
  title:
    'no unit has failed, no other port is open, nobody but the site’s user runs it, upgrades and backups are on',
  async run({ site }) {
    assert.equal((await ssh(site, 'systemctl --failed --no-legend --plain')).trim(), '')
    const listening = (await ssh(site, 'ss -Hltun')).trim().split('\n')
    for (const line of listening) {
      const address = line.trim().split(/\s+/)[4] ?? ''
      const port = address.slice(address.lastIndexOf(':') + 1)
      const inside = /^(127\.|\[::1\])/.test(address)
      // A machine that asks for its address hears the answer.
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
    assert.match(
      await ssh(site, 'systemd-analyze security ibtsocs.service --no-pager | tail -n 1'),
      /OK|SAFE|[0-3]\.\d/,
    )
    assert.match(await ssh(site, 'passwd -S root'), /^root L/, 'root has no password')
    const sources = await ssh(
      site,
      'cat /etc/apt/sources.list.d/*; cat /etc/apt/sources.list 2>/dev/null || true',
    )
    assert.match(sources, /security\.debian\.org/)
    assert.doesNotMatch(sources, /10\.0\.2\.100/)
  },
} satisfies ApplianceTest
