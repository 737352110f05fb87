import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { pvKernelHook, xenMenu } from './pv-kernel'

const there = (command: string): boolean => spawnSync(command, ['--version']).error === undefined

const folder = (t: TestContext): string => {
  const made = mkdtempSync(join(tmpdir(), 'pv-kernel-'))
  t.after(() => rmSync(made, { recursive: true }))
  return made
}

/** Makes a kernel file around a payload, as in boot.rst: two set-up sectors, four bytes of size after the payload. */
function kernelAround(payload: Buffer): Buffer {
  const set = Buffer.alloc(3 * 512)
  set[0x1f1] = 2
  set.writeUInt32LE(100, 0x248)
  set.writeUInt32LE(payload.length + 4, 0x24c)
  return Buffer.concat([set, Buffer.alloc(100, 7), payload, Buffer.from([1, 2, 3, 4]), Buffer.alloc(50, 9)])
}

function runHook(at: string, payload: Buffer): void {
  writeFileSync(join(at, 'hook'), pvKernelHook)
  writeFileSync(join(at, 'vmlinuz-6.1'), kernelAround(payload))
  execFileSync('sh', [join(at, 'hook'), '6.1', join(at, 'vmlinuz-6.1')])
}

test('a zstd kernel gets a copy packed with gzip, and nothing else changes', {
  skip: there('zstd') ? false : 'zstd is not installed',
}, (t) => {
  const at = folder(t)
  const kernel = Buffer.from(`\x7fELF${'kernel '.repeat(9_999)}`)
  runHook(at, execFileSync('zstd', ['-q', '-c'], { input: kernel }))
  assert.deepEqual(gunzipSync(readFileSync(join(at, 'pv-6.1.gz'))), kernel)
  assert.deepEqual(readdirSync(at).sort(), ['hook', 'pv-6.1.gz', 'vmlinuz-6.1'])
})

test('a damaged kernel keeps the previous copy, and fails', {
  skip: there('zstd') ? false : 'zstd is not installed',
}, (t) => {
  const at = folder(t)
  writeFileSync(join(at, 'pv-6.1.gz'), 'before')
  const packed = execFileSync('zstd', ['-q', '-c'], { input: 'kernel '.repeat(9_999) })
  assert.throws(() => runHook(at, packed.subarray(0, -3)))
  assert.equal(readFileSync(join(at, 'pv-6.1.gz'), 'utf8'), 'before')
  assert.deepEqual(readdirSync(at).sort(), ['hook', 'pv-6.1.gz', 'vmlinuz-6.1'])
})

test('a kernel that GRUB can unpack gets no copy', (t) => {
  const at = folder(t)
  writeFileSync(join(at, 'pv-6.1.gz'), 'of the kernel before')
  runHook(at, Buffer.from('\x1f\x8b gzip', 'latin1'))
  assert.equal(existsSync(join(at, 'pv-6.1.gz')), false)
})

test('the menu offers the newest copy first, and is valid without one', (t) => {
  const at = folder(t)
  const menu = (): string =>
    execFileSync('sh', ['-c', xenMenu.replaceAll('/boot/', `${at}/`)], {
      encoding: 'utf8',
      env: { ...process.env, GRUB_DEVICE_UUID: 'abc', GRUB_CMDLINE_LINUX: 'console=ttyS0' },
    })
  const understood = (text: string): void => {
    if (there('grub-script-check')) execFileSync('grub-script-check', { input: text })
    else t.diagnostic('grub-script-check is not installed: what GRUB thinks of it was not asked')
  }
  understood(menu())
  for (const version of ['6.9-1', '6.12-1']) writeFileSync(join(at, `pv-${version}.gz`), '')
  const text = menu()
  understood(text)
  assert.deepEqual(text.match(/set default=.*/g), ["set default='pv-6.12-1'"])
  assert.deepEqual(text.match(/(?<=--id ').*(?=')/g), ['pv-6.12-1', 'pv-6.9-1'])
  assert.match(text, /linux \S+pv-6\.12-1\.gz root=UUID=abc ro console=ttyS0 +console=hvc0/)
})
