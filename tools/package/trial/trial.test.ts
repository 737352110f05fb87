import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { debian, host, whyNot } from './base'
import { Machine, type Ran } from './machine'

const file = process.env.PACKAGE
const skip = file ? (whyNot() ?? false) : 'npm run test:package runs it'
const name = 'www.example.org'

describe('the Debian package, on a machine that systemd has started', { skip }, () => {
  let machine: Machine
  const folder = mkdtempSync(join(tmpdir(), 'ibtsocs-trial-'))
  const older = join(folder, 'ibtsocs-older.deb')
  const newer = join(folder, 'ibtsocs-newer.deb')

  /** Packs the same files as another version, without compressing them. */
  const repack = (version: string, to: string) => {
    const root = join(folder, 'root')
    rmSync(root, { recursive: true, force: true })
    host('dpkg-deb', '-R', file ?? '', root)
    host('sed', '-i', `s/^Version: .*/Version: ${version}/`, join(root, 'DEBIAN/control'))
    host('dpkg-deb', '--root-owner-group', '-Znone', '-b', root, to)
  }

  before(async () => {
    const depends = host('dpkg-deb', '-f', file ?? '', 'Depends')
    const base = debian([...depends.split(',').map((each) => each.trim().replace(/ .*/, '')), 'certbot'])
    machine = new Machine(base, 700)
    repack('1.0', older)
    repack('1.1', newer)
    for (const each of [older, newer]) machine.bring(each)
    await machine.start()
  })
  after(async () => {
    await machine?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const said = ({ status, out, err }: Ran) => `${status}\n${out}\n${err}`
  const done = (command: string, input = ''): string => {
    const ran = machine.run(command, input)
    assert.equal(ran.status, 0, `${command}: ${said(ran)}`)
    return ran.out
  }
  const install = (deb: string) => done(`apt-get install -y --no-install-recommends ./${deb}`)
  const https = `curl -s --cacert /srv/ibtsocs/tls/cert.pem --resolve ${name}:443:127.0.0.1 -b jar -H 'Origin: https://${name}'`
  const at = (path: string) => `https://${name}${path}`
  const status = (path: string): string =>
    machine.run(`${https} -o /dev/null -w '%{http_code}' '${at(path)}'`).out

  /** Ids of texts whose writing was acknowledged. */
  const acknowledged: number[] = []
  const bemoan = (): Ran =>
    machine.run(
      `${https} -w '\n%{http_code}' -H 'Content-Type: application/json' --data-binary @- ${at('/api/v1/bemoanings')}`,
      JSON.stringify({
        body: `The machine was disturbed ${Date.now()} ms after 1970, again.`,
        tags: ['linux'],
      }),
    )

  /** Waits until the site answers, and takes a text; then everything that was acknowledged must be there. */
  async function isWell(within = 90): Promise<void> {
    const began = Date.now()
    for (;;) {
      const made = bemoan()
      const [body = '', code] = made.out.split('\n')
      if (code === '201') {
        acknowledged.push(JSON.parse(body).id)
        break
      }
      assert.ok(
        Date.now() - began < within * 1_000,
        `The site isn’t well: ${said(made)}\n${machine.run('systemctl --failed --no-pager; journalctl -u ibtsocs -n 20 --no-pager').out}`,
      )
      await sleep(1_000)
    }
    for (const id of acknowledged) assert.equal(status(`/api/v1/bemoanings/${id}`), '200', `#${id} was lost`)
    assert.equal(status('/'), '200')
  }

  test('apt installs it with two answers, and https answers', async () => {
    done(
      `debconf-set-selections`,
      `ibtsocs ibtsocs/host string ${name}\nibtsocs ibtsocs/default-site boolean true\n`,
    )
    install('ibtsocs-older.deb')
    for (let attempt = 0; attempt < 90 && status('/') !== '200'; attempt += 1) await sleep(1_000)
    assert.equal(status('/'), '200')
    done(
      `${https} -c jar -o /dev/null -d 'handle=trial-of-it&password=a+long+and+quiet+sentence&email=&to=/' ${at('/signup')}`,
    )
    // A new account may write little, and this one writes after each disturbance.
    done('ibtsocs-admin settings set rate-limits off')
    await isWell()
    assert.equal(
      done(`curl -s -o /dev/null -w '%{http_code} %{redirect_url}' http://localhost/b/1`),
      '301 https://localhost/b/1',
      'Debian’s default site has given way',
    )
    assert.equal(done(`runuser -u postgres -- psql -qAtXc 'show data_checksums'`).trim(), 'on')
    assert.equal(done('systemctl is-active ibtsocs-backup.timer').trim(), 'active')
    assert.equal(done('systemctl --failed --no-legend').trim(), '')
  })

  test('the admin tool works from any folder, from standard input, by its own name', () => {
    assert.match(done('ibtsocs-admin --help'), /^Usage: ibtsocs-admin <command>/)
    done(
      'cd /var/log/nginx && ibtsocs-admin user create numbat-in-trial --role admin --password-stdin',
      'a long and quiet sentence\n',
    )
    assert.match(done('cd / && ibtsocs-admin user find numbat'), /numbat-in-trial +admin/)
    assert.match(done('journalctl -u ibtsocs --no-pager'), /run {2}ibtsocs-admin user role/)
    done('/usr/lib/ibtsocs/backup')
    assert.match(done('ls /srv/ibtsocs/backups'), /\S/)
  })

  test('a certificate of an authority is taken, a wrong pair refused, and an authority finds its challenge', async () => {
    done(
      'mkdir -p /var/lib/ibtsocs/acme/.well-known/acme-challenge; echo proof > /var/lib/ibtsocs/acme/.well-known/acme-challenge/token',
    )
    assert.equal(
      done(`curl -s -H 'Host: ${name}' http://127.0.0.1/.well-known/acme-challenge/token`),
      'proof\n',
    )
    const pair = (to: string) =>
      done(
        `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 9 -subj /CN=${to} -addext subjectAltName=DNS:${name} -keyout ${to}/privkey.pem -out ${to}/fullchain.pem`,
      )
    done('mkdir -p one other')
    pair('one')
    pair('other')
    assert.equal(
      machine.run('/usr/lib/ibtsocs/use-certificate one/fullchain.pem other/privkey.pem').status,
      1,
    )
    await isWell()
    done('RENEWED_LINEAGE=/root/one /usr/lib/ibtsocs/use-certificate')
    await sleep(500)
    assert.match(
      done(`echo | openssl s_client -connect 127.0.0.1:443 2>/dev/null | openssl x509 -noout -subject`),
      /CN ?= ?one/,
    )
    await isWell()
  })

  const disturbances: readonly (readonly [title: string, does: () => Promise<void> | void])[] = [
    ['Postgres restarted', () => void done('systemctl restart postgresql')],
    [
      'Postgres stopped for a while',
      async () => {
        done('systemctl stop postgresql@17-main')
        await sleep(8_000)
        done('systemctl start postgresql@17-main')
      },
    ],
    [
      'Postgres killed',
      () => void done('pkill -9 -u postgres -o postgres; sleep 1; systemctl start postgresql@17-main'),
    ],
    ['nginx restarted', () => void done('systemctl restart nginx')],
    ['nginx stopped and started', () => void done('systemctl stop nginx; sleep 1; systemctl start nginx')],
    ['the site killed', () => void done('systemctl kill -s KILL ibtsocs')],
    ['the site stopped and started', () => void done('systemctl stop ibtsocs; systemctl start ibtsocs')],
    ['the package installed again', () => void done('apt-get install -y --reinstall ./ibtsocs-older.deb')],
    ['nginx installed again', () => void done('apt-get install -y --reinstall nginx')],
    ['Postgres installed again', () => void done('apt-get install -y --reinstall postgresql-17')],
    ['the machine was switched off and on', () => machine.offAndOn()],
    [
      'a disk without room, then with',
      async () => {
        done(
          'fallocate -l 1500M /var/lib/postgresql/filler 2>/dev/null || dd if=/dev/zero of=/var/lib/postgresql/filler bs=1M status=none || true',
        )
        await sleep(3_000)
        const { out } = machine.run(`${https} -o /dev/null -w '%{http_code}' ${at('/')}`)
        assert.equal(out, '200', 'it can be read meanwhile')
        done('rm /var/lib/postgresql/filler; systemctl start postgresql@17-main')
      },
    ],
  ]
  for (const [title, does] of disturbances)
    test(`after ${title}, it is well, and nothing that was acknowledged is lost`, async () => {
      await does()
      await isWell()
    })

  test('an upgrade keeps it well, and a timer that was switched off stays off', async () => {
    done('systemctl disable --now ibtsocs-backup.timer')
    install('ibtsocs-newer.deb')
    await isWell()
    assert.equal(machine.run('systemctl is-active ibtsocs-backup.timer').out.trim(), 'inactive')
    assert.equal(machine.run('systemctl is-enabled ibtsocs-backup.timer').out.trim(), 'disabled')
  })

  test('removed and installed again, it is as it was', async () => {
    done('apt-get remove -y ibtsocs')
    assert.match(done('curl -s http://localhost/'), /nginx/, 'Debian’s default site is back')
    install('ibtsocs-newer.deb')
    await isWell()
  })

  test('a purge keeps the data, unless it was told otherwise', () => {
    done('apt-get purge -y ibtsocs')
    done('test -d /srv/ibtsocs/backups')
    install('ibtsocs-newer.deb')
    done('debconf-set-selections', 'ibtsocs ibtsocs/purge-data boolean true\n')
    done('apt-get purge -y ibtsocs')
    assert.equal(machine.run('test -e /srv/ibtsocs || test -e /etc/ibtsocs').status, 1)
    assert.equal(
      done(
        `runuser -u postgres -- psql -qAtXc "select count(*) from pg_database where datname = 'ibtsocs'"`,
      ).trim(),
      '0',
    )
  })

  test('a clock that is moved', {
    skip: 'a container shares the clock of its host; only a virtual machine has its own',
  }, () => {})
})
