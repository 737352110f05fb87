import assert from 'node:assert/strict'
import type { ApplianceTest } from '../lab/case'
import { ask, eventually, ssh } from '../lab/machine'

export default {
  title: 'a restore brings back what the nightly backup contains',
  async run({ site, patience }) {
    const sql = (text: string) => ssh(site, `runuser -u postgres -- psql -qAtX ibtsocs -c "${text}"`)
    await ssh(site, 'systemctl start ibtsocs-backup.service', { seconds: 600 })
    const file = (await ssh(site, 'ls -1t /srv/ibtsocs/backups/*.backup | head -n 1')).trim()
    assert.match(await ssh(site, `stat -c %U:%a ${file}`), /^ibtsocs:6[04]0/)
    const kept = (await sql('select id from bemoanings order by id limit 1')).trim()
    assert.equal((await ask(site, `/b/${kept}.txt`)).status, 200)
    await sql('set session_replication_role = replica; delete from bemoanings; delete from bemoaning_ranks')
    // What pg_dump has written takes the place of the whole database.
    await ssh(site, 'systemctl stop ibtsocs')
    await ssh(site, `ibtsocs-admin restore ${file} --yes`, { seconds: 900 })
    await ssh(site, 'systemctl start ibtsocs')
    await eventually(async () => assert.equal((await ask(site, '/readyz')).status, 200), patience(60))
    assert.match(await ssh(site, 'ibtsocs-admin audit'), /ok/)
    assert.equal((await ask(site, `/b/${kept}.txt`)).status, 200)
  },
} satisfies ApplianceTest
