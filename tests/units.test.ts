import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

const shipped = 'tools/package/root'
const folder = join(shipped, 'usr/lib/systemd/system')
const names = readdirSync(folder)
const services = names.filter((name) => name.endsWith('.service'))

/** The highest exposure a unit may have, on systemd's scale from 0 (safe) to 10. */
const bound = 3
/** This one mounts the data disk for all others, so it is root and cannot have its own mount namespace. */
const bounds: Record<string, number> = { 'ibtsocs-machine.service': 4.8 }

function analyze(...args: string[]): { code: number | null; said: string } {
  for (const program of ['systemd-analyze', '/usr/bin/systemd-analyze']) {
    const env = { ...process.env, LC_ALL: 'C', SYSTEMD_COLORS: '0', SYSTEMD_EMOJI: '0' }
    const made = spawnSync(program, [...args, '--no-pager'], { encoding: 'utf8', env, timeout: 60_000 })
    if ((made.error as NodeJS.ErrnoException | undefined)?.code !== 'ENOENT')
      return { code: made.status, said: `${made.stdout}${made.stderr}` }
  }
  return { code: null, said: 'systemd-analyze is not on this machine' }
}

/** Returns why the units cannot be analysed here; null where they can. */
function unable(): string | null {
  const { code, said } = analyze('--version')
  if (code !== 0) return said.trim()
  const version = Number(/^systemd (\d+)/m.exec(said)?.[1])
  return version >= 250 ? null : `systemd ${version} cannot judge a unit offline; 250 can`
}

const skip = unable() ?? false
if (skip) console.log(`Units are not judged: ${skip}`)

for (const name of services)
  test(`${name} stays within its limit of exposure`, { skip }, (t) => {
    const { said } = analyze('security', '--offline=true', join(folder, name))
    const exposure = Number(/Overall exposure level for \S+: ([\d.]+)/.exec(said)?.[1] ?? Number.NaN)
    const most = bounds[name] ?? bound
    t.diagnostic(`${name}: ${exposure} (at most ${most})`)
    assert.ok(exposure <= most, `${name}: ${exposure}, more than ${most}\n${said}`)
  })

/** Returns the directives of a unit, those that may stand several times with all their values. */
function directives(text: string): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const [, name = '', value = ''] of text.matchAll(/^(\w+)=(.*)$/gm))
    found.set(name, [...(found.get(name) ?? []), value])
  return found
}

const unitOf = (name: string) => directives(readFileSync(join(folder, name), 'utf8'))

test('no unit is stopped by the restart of a neighbour, and each comes back without an end', () => {
  for (const name of services) {
    const unit = unitOf(name)
    for (const bond of ['Requires', 'Requisite', 'BindsTo', 'PartOf', 'StopPropagatedFrom'])
      assert.equal(unit.get(bond), undefined, `${name}: ${bond}=`)
    // This one only tells, and waits for a quarter of an hour by itself.
    if (name === 'ibtsocs-ready.service') continue
    assert.deepEqual(unit.get('StartLimitIntervalSec'), ['0'], name)
    assert.match(unit.get('Restart')?.[0] ?? '', /^(always|on-failure)$/, name)
    assert.ok(unit.get('RestartSec'), name)
  }
})

/** The unit in docs/operations.md, for a checkout. */
const documented = (): string =>
  /```ini\n(# \/etc\/systemd\/system\/ibtsocs\.service\n[\s\S]*?)```/.exec(
    readFileSync('docs/operations.md', 'utf8'),
  )?.[1] ?? ''

test('the unit of the documentation has the sandbox of the package’s, and systemd understands it', (t) => {
  const [shown, own] = [directives(documented()), unitOf('ibtsocs.service')]
  const differing = new Set([
    ...['Wants', 'After', 'WorkingDirectory', 'EnvironmentFile', 'ExecStart', 'ReadWritePaths'],
    // The embedded database has shared memory.
    'RemoveIPC',
  ])
  for (const [name, values] of own)
    if (!differing.has(name)) assert.deepEqual(shown.get(name), values, `${name}=`)
  if (skip) return t.diagnostic(`not judged by systemd: ${skip}`)
  const root = mkdtempSync(join(tmpdir(), 'ibtsocs-unit-'))
  try {
    const file = join(root, 'ibtsocs.service')
    writeFileSync(file, documented().replace(/\/usr\/bin\/node/, '/bin/true'))
    const { said } = analyze('security', '--offline=true', file)
    const exposure = Number(/Overall exposure level for \S+: ([\d.]+)/.exec(said)?.[1] ?? Number.NaN)
    t.diagnostic(`the documented unit: ${exposure} (at most ${bound})`)
    assert.ok(exposure <= bound, said)
    const { code, said: wrong } = analyze('verify', file)
    assert.deepEqual([code, wrong.split('\n').filter((line) => line.includes(file))], [0, []], wrong)
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})

test('every unit starts a program of the package', () => {
  for (const name of services) {
    const starts = [...readFileSync(join(folder, name), 'utf8').matchAll(/^ExecStart=(\S+)/gm)]
    assert.equal(starts.length, 1, `${name}: no prefix, and nothing beside it, gets around the sandbox`)
    const program = starts[0]?.[1] ?? ''
    // Node is added when the package is built.
    if (program !== '/usr/lib/ibtsocs/node') accessSync(join(shipped, program), constants.X_OK)
  }
})

test('systemd understands every unit', { skip }, () => {
  const root = mkdtempSync(join(tmpdir(), 'ibtsocs-units-'))
  try {
    cpSync(shipped, root, { recursive: true })
    // Programs and units from other packages.
    const node = join(root, 'usr/lib/ibtsocs/node')
    writeFileSync(node, '')
    chmodSync(node, 0o755)
    const system = join(root, 'usr/lib/systemd/system')
    for (const target of ['sysinit', 'basic', 'shutdown', 'multi-user', 'timers', 'local-fs', 'network'])
      writeFileSync(join(system, `${target}.target`), '[Unit]\nDescription=Stands in\n')
    for (const service of ['postgresql@', 'nginx', 'systemd-udev-settle'])
      writeFileSync(join(system, `${service}.service`), `[Service]\nExecStart=/usr/lib/ibtsocs/node\n`)
    const { code, said } = analyze(`--root=${root}`, 'verify', ...names.map((name) => join(system, name)))
    assert.equal(code, 0, said)
    assert.equal(said.trim(), '')
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})
