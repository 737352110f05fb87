import assert from 'node:assert/strict'
import type { ApplianceTest } from '../lab/case'
import { ask, ssh } from '../lab/machine'
import { untilReady } from '../lab/ready'

/** The shared machine booted by BIOS; this one boots by UEFI, without a data disk. */
export default {
  title: 'boots by BIOS and by UEFI, with and without a data disk',
  async run({ lab, site, patience }) {
    assert.match(await ssh(site, 'findmnt -no SOURCE /srv'), /^\/dev\/vdb/)
    assert.match(await ssh(site, 'test -d /sys/firmware/efi && echo efi || echo bios'), /bios/)
    const other = await lab.boot('uefi', { firmware: 'uefi', data: false })
    await untilReady(other, patience(180))
    assert.match(await ssh(other, 'test -d /sys/firmware/efi && echo efi || echo bios'), /efi/)
    assert.equal((await ask(other, '/readyz')).status, 200)
    assert.notEqual(
      await ssh(site, 'cat /etc/machine-id /etc/ssh/ssh_host_ed25519_key.pub'),
      await ssh(other, 'cat /etc/machine-id /etc/ssh/ssh_host_ed25519_key.pub'),
      'each copy has its own identity',
    )
    await other.cut()
  },
} satisfies ApplianceTest
