import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

const shipped = 'tools/package/root/usr/lib/systemd/system'

/** Directives that decide how a unit follows others; the rest is sandbox, or needs the package on the machine. */
const kept =
  /^(?:\[(?:Unit|Service)\]|(?:Wants|Requires|After|StartLimitIntervalSec|Type|RemainAfterExit|Restart|KillMode)=.*)$/

/** Programs that stand in: they need the file that the database server has while it runs. */
const programs: Readonly<Record<string, string>> = {
  'ibtsocs-machine': 'true',
  'ibtsocs-database': 'test -e "$D/there"',
  ibtsocs: 'test -e "$D/there" && exec sleep 1000',
}

/** Writes the shipped units with those programs, and a database server. */
function writeUnits(folder: string, change: (unit: string) => string): void {
  const units = join(folder, 'systemd', 'user')
  mkdirSync(units, { recursive: true })
  for (const [name, program] of Object.entries(programs)) {
    const lines = change(readFileSync(join(shipped, `${name}.service`), 'utf8')).split('\n')
    const service = `[Service]\nEnvironment=D=${folder}\nExecStart=/bin/sh -c '${program}'\nRestartSec=100ms`
    const unit = lines.filter((line) => kept.test(line)).join('\n')
    writeFileSync(join(units, `${name}.service`), `${unit.replace('[Service]', service)}\n`)
  }
  writeFileSync(
    join(units, 'postgresql@.service'),
    [
      '[Unit]\nStartLimitIntervalSec=0\n[Service]\nType=exec',
      `ExecStartPre=/bin/sh -c 'test ! -e ${folder}/away && touch ${folder}/there'`,
      `ExecStart=/bin/sleep 1000\nExecStopPost=/bin/rm -f ${folder}/there\n`,
    ].join('\n'),
  )
}

/** Starts a systemd of its own in a namespace where the machine seems to have booted with one. */
const manager = (folder: string): string => `
mount -t tmpfs tmpfs /run && mkdir -p /run/systemd/system /run/user/0 && chmod 700 /run/user/0 || exit 77
export XDG_RUNTIME_DIR=/run/user/0 XDG_CONFIG_HOME=${folder}
/lib/systemd/systemd --user >/dev/null 2>&1 &
manager=$!
trap 'kill $manager; wait $manager' EXIT
tries=0
until [ -e /run/user/0/systemd/private ]; do
    tries=$((tries + 1)); [ $tries -lt 100 ] || exit 77; sleep 0.1
done
ctl() { systemctl --user --quiet "$@"; }
postgres=postgresql@17-main
# Prints the state of the site, once it is the expected one or five seconds have passed.
site() {
    tries=0
    until [ "$(systemctl --user is-active ibtsocs)" = "$1" ] || [ $tries -gt 50 ]; do
        tries=$((tries + 1)); sleep 0.1
    done
    systemctl --user is-active ibtsocs
}
`

function tried(script: string, change = (unit: string) => unit): { code: number | null; said: string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'ibtsocs-neighbours-'))
  try {
    writeUnits(folder, change)
    const file = join(folder, 'script')
    writeFileSync(file, `${manager(folder)}\n${script}\nexit 0\n`)
    const run = spawnSync('unshare', ['--mount', '--propagation', 'private', 'sh', file], {
      encoding: 'utf8',
      timeout: 60_000,
    })
    return {
      code: run.error || process.getuid?.() !== 0 ? 77 : run.status,
      said: run.stdout.trim().split('\n'),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Code 77: no root, no namespaces or no systemd here. */
const nowhere = 'only root can run a systemd of its own in a namespace here'

test('a restart of Postgres does not stop the site, which comes back however long its database was away', (t) => {
  const { code, said } = tried(`
ctl start ibtsocs; site active
ctl restart $postgres; site active
touch $XDG_CONFIG_HOME/away; ctl stop $postgres; ctl kill -s KILL ibtsocs; sleep 1; site activating
rm $XDG_CONFIG_HOME/away; ctl start $postgres; site active
ctl stop ibtsocs ibtsocs-database $postgres; ctl start $postgres; ctl start ibtsocs; site active
ctl stop $postgres; ctl start --no-block ibtsocs-database; ctl restart --no-block ibtsocs; sleep 1
ctl start $postgres; site active
ctl restart ibtsocs-database; ctl restart ibtsocs-machine; site active
ctl stop ibtsocs; sleep 0.5; site inactive`)
  if (code === 77) return t.skip(nowhere)
  assert.equal(code, 0)
  assert.deepEqual(said, [
    ...['active', 'active', 'activating', 'active', 'active', 'active', 'active'],
    'inactive',
  ])
})

test('with Requires= the same restart leaves the site stopped', (t) => {
  const requires = (unit: string) => unit.replaceAll(/^Wants=(?=postgresql|ibtsocs)/gm, 'Requires=')
  const { code, said } = tried(
    'ctl start ibtsocs; site active\nctl stop $postgres; ctl start $postgres; sleep 1; site inactive',
    requires,
  )
  if (code === 77) return t.skip(nowhere)
  assert.deepEqual([code, said], [0, ['active', 'inactive']])
})
