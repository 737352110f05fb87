import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { copyOut, readInside } from '../image/contents'
import type { ApplianceTest } from '../lab/case'

const secrets = /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----|AUTH_SECRET=|PASSWORD=/

export default {
  title: 'the image contains no secrets, no host keys, and only the configured keys for root',
  async run({ lab, skip }) {
    if (!lab.image.endsWith('.raw')) skip('this test reads only raw images')
    const folder = await mkdtemp(join(tmpdir(), 'appliance-image-'))
    try {
      for (const path of ['/etc', '/root', '/srv', '/var/lib/postgresql', '/home'])
        await copyOut(lab.image, path, folder)
      const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((one) =>
        one.isFile(),
      )
      const all = new Set(names.map(({ name }) => name))
      for (const name of ['passwd', 'sshd_config', 'nginx.conf', 'authorized_keys'])
        assert.ok(all.has(name), `the image was read: ${name}`)
      for (const one of names) {
        const file = join(one.parentPath, one.name)
        const text = await readFile(file, 'latin1').catch(() => '')
        assert.doesNotMatch(text, secrets, file.slice(folder.length))
        assert.doesNotMatch(one.name, /^ssh_host_/)
      }
      assert.equal((await readInside(lab.image, '/etc/machine-id')).trim(), '')
      assert.match(await readInside(lab.image, '/etc/shadow'), /^root:\*:/m)
      const keys = await readInside(lab.image, '/root/.ssh/authorized_keys')
      assert.deepEqual(keys.trim().split('\n'), [...lab.values.ssh.keys])
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
} satisfies ApplianceTest
