import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { crc32 as zlibCrc32 } from 'node:zlib'
import { diagnose } from './boots'
import { bounded, type Reader } from './bytes'
import { rootOffset } from './contents'
import { fatFile } from './fat'
import { gptImage, grubLike, loaderLike } from './made-up'
import { crc32, gptTypes, readTable } from './table'

const root = mkdtempSync(join(tmpdir(), 'image-'))
after(() => rmSync(root, { recursive: true, force: true }))
const M = 1 << 20

const over = (data: Buffer): Reader =>
  bounded(async (offset, length) => data.subarray(offset, offset + length), data.length)
const diagnosed = (data: Buffer) => diagnose(over(data), data.length)

const layout = [
  [gptTypes.bios, 2_048, 4_095],
  [gptTypes.esp, 4_096, 69_631],
  [gptTypes.linux, 69_632, 131_000],
] as const

/** Makes a FAT volume with mkfs.fat, with EFI/BOOT/BOOTX64.EFI written by mcopy. */
function esp(bits: 12 | 16 | 32, sectors: number, loader: boolean): Buffer {
  const file = join(root, `esp-${bits}-${loader}`)
  writeFileSync(file, Buffer.alloc(sectors * 512))
  execFileSync('mkfs.fat', ['-F', String(bits), '-s', '1', file], {
    stdio: 'ignore',
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
  })
  if (loader) {
    writeFileSync(join(root, 'loader'), loaderLike())
    execFileSync('mmd', ['-i', file, '::/EFI', '::/EFI/BOOT'])
    execFileSync('mcopy', ['-i', file, join(root, 'loader'), '::/EFI/BOOT/BOOTX64.EFI'])
  }
  return readFileSync(file)
}

const tools = ['mkfs.fat', 'mcopy'].every(
  (name) => spawnSync('sh', ['-c', `PATH="$PATH:/usr/sbin:/sbin" command -v ${name}`]).status === 0,
)
const skip = tools ? false : 'dosfstools and mtools are not installed'

test('CRC-32 matches zlib’s', (t) => {
  if (typeof zlibCrc32 !== 'function') {
    assert.equal(crc32(Buffer.from('123456789')), 0xcbf43926)
    t.diagnostic('this Node has no zlib.crc32; compared with the check value of the standard')
    return
  }
  for (const text of ['', 'a', '123456789']) assert.equal(crc32(Buffer.from(text)), zlibCrc32(text))
})

test('a GPT is read, and its checksums are verified', async () => {
  const image = gptImage(layout)
  const found = await readTable(over(image))
  assert.deepEqual(found.faults, [])
  assert.deepEqual(
    found.partitions.map(({ type, start, size }) => [type, start / 512, (start + size) / 512 - 1]),
    layout.map((part) => [...part]),
  )
  image[1_024 + 40] = 7
  assert.match((await readTable(over(image))).faults.join(), /table doesn’t match its checksum/)
  image[512 + 80] = 7
  assert.match((await readTable(over(image))).faults.join(), /header doesn’t match its checksum/)
})

test('an image’s root is its last Linux file system, in a GPT and in the installer’s own MBR', async () => {
  const file = join(root, 'rooted')
  writeFileSync(file, gptImage(layout))
  assert.equal(await rootOffset(file), 69_632 * 512)
  // As partman does for a BIOS: the root, then an extended partition with swap.
  const mbr = Buffer.alloc(1 << 20)
  for (const [n, [type, first]] of [
    [0x83, 2_048],
    [0x05, 18_000_000],
  ].entries()) {
    mbr[446 + 16 * n + 4] = type ?? 0
    mbr.writeUInt32LE(first ?? 0, 446 + 16 * n + 8)
    mbr.writeUInt32LE(1_000, 446 + 16 * n + 12)
  }
  mbr.writeUInt16LE(0xaa55, 510)
  writeFileSync(file, mbr)
  assert.equal(await rootOffset(file), 2_048 * 512)
  mbr[446 + 4] = 0x82
  writeFileSync(file, mbr)
  await assert.rejects(rootOffset(file), /no Linux partition/)
})

test('a missing part is named, with its cure', { skip }, async () => {
  const image = gptImage([layout[1], layout[2]])
  const bare = await diagnosed(image)
  assert.match(bare.bios.why, /no GRUB boot code.*grub-install --target=i386-pc/)
  assert.match(bare.uefi.why, /isn’t formatted with FAT/)
  assert.match(bare.pvh.why, /No partition is an ext/)
  image.write('GRUB', 0x180, 'latin1')
  esp(16, 65_536, false).copy(image, 4_096 * 512)
  const half = await diagnosed(image)
  assert.match(half.bios.why, /has no BIOS boot partition/)
  assert.match(half.uefi.why, /no EFI\/BOOT\/BOOTX64\.EFI.*--removable/)
  const empty = gptImage(layout)
  empty.write('GRUB', 0x180, 'latin1')
  assert.match((await diagnosed(empty)).bios.why, /BIOS boot partition is empty/)
})

for (const bits of [12, 16, 32] as const)
  test(`files are found on FAT${bits}`, { skip }, async () => {
    const volume = esp(bits, { 12: 2_880, 16: 32_768, 32: 131_072 }[bits], true)
    for (const [path, there] of [
      ['EFI/BOOT/BOOTX64.EFI', true],
      ['efi/boot/bootx64.efi', true],
      ['EFI/BOOT/BOOTIA32.EFI', false],
      ['EFI/BOOT', false],
      ['EFI/BOOT/BOOTX64.EFI/X', false],
    ] as const)
      assert.equal((await fatFile(over(volume), 0, path)) !== null, there, path)
  })

test('the old image, whose first partition starts at sector 1, has no room for GRUB', async () => {
  const image = Buffer.alloc(M)
  image.write('GRUB', 0x180, 'latin1')
  image.writeUInt16LE(0xaa55, 510)
  image[446 + 4] = 0x83
  image.writeUInt32LE(1, 446 + 8)
  image.writeUInt32LE(2_000, 446 + 12)
  const { bios } = await diagnosed(image)
  assert.match(bios.why, /begins at sector 1, which leaves no room/)
  image.writeUInt32LE(2_048, 446 + 8)
  assert.match((await diagnosed(grubLike(image, 1))).bios.why, /No partition is an ext/)
})

test('garbage, empty files and random bytes cannot boot, and crash nothing', async () => {
  const file = join(root, 'short')
  const handle = openSync(file, 'w')
  writeSync(handle, 'x')
  closeSync(handle)
  let seed = 7
  const random = Buffer.from(
    Array.from({ length: 1 << 16 }, () => {
      seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff
      return seed & 255
    }),
  )
  random[510] = 0x55
  random[511] = 0xaa
  random[450] = 0xee
  random.write('EFI PART', 512, 'latin1')
  for (const data of [readFileSync(file), Buffer.alloc(0), Buffer.alloc(4_096), random]) {
    const { bios, uefi, pvh, pv } = await diagnosed(data)
    assert.ok(!bios.can && !uefi.can && !pvh.can && !pv.can)
  }
})
