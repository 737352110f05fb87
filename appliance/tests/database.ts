import assert from 'node:assert/strict'
import type { ApplianceTest } from '../lab/case'
import { ask, eventually, ssh } from '../lab/machine'
import { untilReady } from '../lab/ready'

export default {
  title: 'keeps its data through a restart of Postgres, kill -9 of Node and a reboot',
  async run({ site, patience }) {
    const sql = (text: string) => ssh(site, `runuser -u postgres -- psql -qAtX ibtsocs -c "${text}"`)
    const count = async () => Number(await sql('select count(*) from bemoanings'))
    const before = await count()
    assert.ok(before > 100, 'the starter content is there')
    assert.equal((await sql("select current_setting('data_checksums')")).trim(), 'on')
    const ready = async () => assert.equal((await ask(site, '/readyz')).status, 200)

    await ssh(site, 'systemctl restart postgresql@17-main')
    await eventually(ready, patience(30))
    await ssh(site, 'systemctl kill -s KILL ibtsocs')
    await eventually(ready, patience(30))

    const keys = 'cat /etc/ssh/ssh_host_ed25519_key.pub'
    const own = await ssh(site, keys)
    await ssh(site, 'systemctl reboot', { seconds: 30 }).catch(() => {})
    await untilReady(site, patience(180), 1)
    await eventually(ready, patience(30))
    assert.equal(await count(), before)
    assert.equal(await ssh(site, keys), own, 'it is the same machine')
    assert.match(await ssh(site, 'ibtsocs-admin audit'), /ok/)
  },
} satisfies ApplianceTest
