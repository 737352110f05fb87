import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { gptImage } from '../image/made-up'
import { gptTypes } from '../image/table'

const repository = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'program-'))
chmodSync(folder, 0o755)
after(() => rmSync(folder, { recursive: true, force: true }))

const node = ['--import', 'tsx']
const call = (...args: string[]) =>
  spawnSync(process.execPath, [...node, ...args], { cwd: repository, encoding: 'utf8' })

const config = join(folder, 'never-built.yaml')
writeFileSync(config, 'appliance: never-built.example.org\napp: none\n')
const noBuild = `There’s no build of never-built. Run \`npm run appliance -- build ${config}\`.\n`

const xenTrial = 'targets/xen/lab/trial.ts'
const kvmTrial = 'targets/kvm/lab/trial.ts'

for (const [name, given, args, usage] of [
  [xenTrial, 'nothing', [], 'npm run test:xen -- HOST.yaml GUEST.yaml KEY [TYPES]'],
  [kvmTrial, 'nothing', [], 'npm run test:kvm -- GUEST.yaml'],
  [kvmTrial, '--help', ['--help'], 'npm run test:kvm -- GUEST.yaml'],
  ['lab/plain-test.ts', 'a config', ['a.yaml'], 'npm run test:plain'],
  ['lab/whole-test.ts', 'two configs', ['a.yaml', 'b.yaml'], 'npm run test:appliance -- [config]'],
] as const)
  test(`${name} given ${given} prints its usage on one line, and exits with 2`, () => {
    const { status, stderr, stdout } = call(`appliance/${name}`, ...args)
    assert.deepEqual([status, stderr, stdout], [2, `Usage: ${usage}\n`, ''])
  })

test('a missing build, key or config is named, and the exit code is 2', () => {
  const key = join(folder, 'key')
  writeFileSync(key, '')
  for (const [args, message] of [
    [[xenTrial, config, config, key], noBuild],
    [[kvmTrial, config], noBuild],
    [
      [xenTrial, config, config, '/gone'],
      `/gone isn’t a file. KEY must be the file of a private key that ${config} accepts.\n`,
    ],
    [
      [kvmTrial, '/gone.yaml'],
      '/gone.yaml doesn’t exist. Run `npm run appliance -- init /gone.yaml` for a starter config.\n',
    ],
  ] as const) {
    const [file, ...rest] = args
    const { status, stderr } = call(`appliance/${file}`, ...rest)
    assert.deepEqual([status, stderr], [2, message])
  }
})

/** Waits for a file to be written, and returns its text. */
async function written(file: string): Promise<string> {
  for (let tries = 0; tries < 2_400; tries += 1) {
    if (existsSync(file) && readFileSync(file, 'utf8').endsWith('\n'))
      return readFileSync(file, 'utf8').trim()
    await sleep(50)
  }
  throw new Error(`${file} was not written in time`)
}
const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => child.once('exit', (code) => resolve(code)))
const runs = (pid: string): boolean =>
  existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))

/** True if a process ends within some seconds. */
async function gone(pid: string): Promise<boolean> {
  for (let tries = 0; tries < 200 && runs(pid); tries += 1) await sleep(50)
  return !runs(pid)
}

/** Makes a folder with a program of this name that records its process id and does not end. */
function stubborn(name: string, does = ''): { bin: string; noted: string } {
  const bin = mkdtempSync(join(folder, 'bin-'))
  chmodSync(bin, 0o755)
  const noted = join(bin, 'noted')
  writeFileSync(noted, '')
  chmodSync(noted, 0o666)
  writeFileSync(join(bin, name), `#!/bin/sh\n${does}\necho $$ >${noted}\nexec sleep 600\n`)
  chmodSync(join(bin, name), 0o755)
  return { bin, noted }
}

const guests = (work: string): string => `
import { program } from './appliance/lab/program.ts'
import { interruptible, unlessInterrupted } from './appliance/host/interrupt.ts'
import { start } from './appliance/vm/run.ts'
await program('x', { least: 0, most: 9 }, async (_, signal) => {
  start({ name: 'x', uuid: 'x', accelerator: 'tcg', cpus: 1, memory: 1, disks: [], network: null, serial: [], monitor: 'x' }, process.env.PLACE)
  ${work}
})`

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  test(`${signal} ends the guests of a test program, which exits with 1`, async () => {
    const { bin, noted } = stubborn('qemu-system-x86_64')
    const place = join(bin, 'place')
    mkdirSync(place)
    const work =
      'return unlessInterrupted(signal, () => new Promise((resolve) => setTimeout(resolve, 600_000, 0)))'
    const child = spawn(process.execPath, [...node, '--input-type=module', '-e', guests(work)], {
      cwd: repository,
      env: { ...process.env, PATH: `${bin}:${process.env.PATH}`, PLACE: place },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
    const pid = await written(noted)
    assert.ok(runs(pid))
    child.kill(signal)
    assert.equal(await ended(child), 1)
    assert.equal(said, 'Interrupted: ending its guests.\nIt was interrupted.\n')
    assert.ok(await gone(pid))
  })

test('a test program that crashes ends its guests, and prints one line', async () => {
  const { bin, noted } = stubborn('qemu-system-x86_64')
  const place = join(bin, 'place')
  mkdirSync(place)
  const work = `
    const { existsSync, readFileSync, statSync } = await import('node:fs')
    while (!readFileSync('${noted}', 'utf8')) await new Promise((resolve) => setTimeout(resolve, 50))
    statSync('/gone')`
  const { status, stderr } = spawnSync(
    process.execPath,
    [...node, '--input-type=module', '-e', guests(work)],
    {
      cwd: repository,
      encoding: 'utf8',
      env: { ...process.env, PATH: `${bin}:${process.env.PATH}`, PLACE: place },
    },
  )
  assert.deepEqual([status, stderr], [1, '/gone doesn’t exist.\n'])
  assert.ok(await gone(readFileSync(noted, 'utf8').trim()))
})

for (const [what, signals] of [
  ['SIGINT', ['SIGINT']],
  ['SIGTERM', ['SIGTERM']],
  ['three SIGINTs', ['SIGINT', 'SIGINT', 'SIGINT']],
] as const)
  test(`diff ended by ${what} deletes its temporary files`, async () => {
    const { bin, noted } = stubborn('debugfs', 'case "$2" in cat*) exit 0 ;; rdump*) : ;; esac')
    const temporary = join(bin, 'tmp')
    mkdirSync(temporary)
    const image = join(bin, 'a.raw')
    writeFileSync(image, gptImage([[gptTypes.linux, 2_048, 131_000]]))
    const left = () => readdirSync(temporary).filter((name) => name.startsWith('appliance-'))
    const child = spawn(process.execPath, ['tools/appliance.mjs', 'diff', image, image], {
      cwd: repository,
      env: { ...process.env, PATH: `${bin}:${process.env.PATH}`, TMPDIR: temporary },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
    await written(noted)
    assert.equal(left().length, 1)
    for (const signal of signals) child.kill(signal)
    assert.equal(await ended(child), 1)
    assert.equal(said, 'diff: It was interrupted.\n')
    assert.deepEqual(left(), [])
  })
