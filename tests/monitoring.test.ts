import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { parse } from 'yaml'

const folder = 'tools/monitoring'
const rulesFile = join(folder, 'ibtsocs.rules.yml')

function run(program: string, ...args: string[]): { code: number | null; said: string } | null {
  const made = spawnSync(program, args, { encoding: 'utf8' })
  return made.error ? null : { code: made.status, said: made.stdout + made.stderr }
}

test('Prometheus accepts the rules, and each alert fires for its fault and for nothing else', (t) => {
  const { groups } = parse(readFileSync(rulesFile, 'utf8')) as {
    groups: { rules: { alert: string; annotations: Record<string, string> }[] }[]
  }
  const tests = readFileSync(join(folder, 'ibtsocs.rules.test.yml'), 'utf8')
  for (const { alert, annotations } of groups.flatMap(({ rules }) => rules)) {
    assert.ok(tests.includes(`alertname="${alert}"`), `${alert} is tried`)
    assert.ok(annotations.summary && annotations.cure, `${alert} says what to do`)
  }
  const checked = run('promtool', 'check', 'rules', rulesFile)
  if (!checked) return t.skip('promtool (Debian: prometheus) is not installed')
  assert.equal(checked.code, 0, checked.said)
  const tried = run('promtool', 'test', 'rules', join(folder, 'ibtsocs.rules.test.yml'))
  assert.equal(tried?.code, 0, tried?.said)
})

test('logrotate empties the database’s log and keeps the old one', (t) => {
  const work = mkdtempSync(join(tmpdir(), 'ibtsocs-rotate-'))
  try {
    const [log, config] = [join(work, 'postgres.log'), join(work, 'config')]
    writeFileSync(log, 'a line\n')
    const text = readFileSync(join(folder, 'logrotate'), 'utf8')
    writeFileSync(config, text.replace('/srv/ibtsocs/data/postgres.log', log).replace(/^ +su .*$/m, ''), {
      mode: 0o644,
    })
    const made = run('/usr/sbin/logrotate', '--force', '--state', join(work, 'state'), config)
    if (!made) return t.skip('logrotate is not installed')
    assert.equal(made.code, 0, made.said)
    assert.equal(statSync(log).size, 0)
    assert.equal(readFileSync(`${log}.1`, 'utf8'), 'a line\n')
  } finally {
    rmSync(work, { recursive: true })
  }
})
