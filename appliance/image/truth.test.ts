// What the doctor says about images that can't boot although they look as if they could, and the other way round.
// grub.test.ts boots some with the real GRUB.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { examineImage } from '../doctor/doctor'
import { findProgram, runSync } from '../host/programs'
import { diagnose } from './boots'
import { gptImage, grubLike, kernelLike, loaderLike } from './made-up'
import { gptTypes } from './table'

const folder = mkdtempSync(join(tmpdir(), 'truth-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const skip = ['mkfs.ext4', 'mkfs.fat', 'mcopy'].every((name) => findProgram(name))
  ? false
  : 'e2fsprogs, dosfstools or mtools are not installed'

const uuid = '11111111-2222-4333-8444-555555555555'
const other = '99999999-2222-4333-8444-555555555555'
const zstd = kernelLike('28b52ffd')
const cfg = (root = uuid, searched = uuid): string =>
  `set default=0
search --no-floppy --fs-uuid --set=root ${searched}
menuentry 'Debian' {
  linux /boot/vmlinuz-6 root=UUID=${root} ro console=ttyS0
  initrd /boot/initrd.img-6
}
`
type Contents = Record<string, string | Buffer>
const whole: Contents = { 'boot/grub/grub.cfg': cfg(), 'boot/vmlinuz-6': zstd, 'boot/initrd.img-6': 'x' }
const without = (name: string): Contents =>
  Object.fromEntries(Object.entries(whole).filter(([one]) => one !== name))

let made = 0
/** Makes an ext4 with the real mkfs, 8 MiB. */
function ext(contents: Contents, options: string[] = []): Buffer {
  made += 1
  const tree = join(folder, `tree-${made}`)
  mkdirSync(tree)
  for (const [name, data] of Object.entries(contents)) {
    mkdirSync(dirname(join(tree, name)), { recursive: true })
    writeFileSync(join(tree, name), data)
  }
  const file = join(folder, `ext-${made}`)
  execFileSync(findProgram('mkfs.ext4') ?? '', ['-q', '-U', uuid, ...options, '-d', tree, file, '8M'], {
    stdio: 'ignore',
  })
  const data = readFileSync(file)
  rmSync(file)
  rmSync(tree, { recursive: true })
  return data
}

const volumes = new Map<string, Buffer>()
/** Makes an EFI system partition with this loader, each once. */
function fat(loader: Buffer | null): Buffer {
  const key = loader?.toString('base64') ?? 'none'
  const before = volumes.get(key)
  if (before) return before
  const file = join(folder, 'esp')
  writeFileSync(file, Buffer.alloc(4 << 20))
  execFileSync(findProgram('mkfs.fat') ?? '', ['-F', '12', file], { stdio: 'ignore' })
  if (loader) {
    writeFileSync(join(folder, 'loader'), loader)
    for (const [program, ...args] of [
      ['mmd', '-i', file, '::/EFI', '::/EFI/BOOT'],
      ['mcopy', '-i', file, join(folder, 'loader'), '::/EFI/BOOT/BOOTX64.EFI'],
    ] as const)
      execFileSync(program, args)
  }
  const volume = readFileSync(file)
  volumes.set(key, volume)
  return volume
}

const layout = [
  [gptTypes.bios, 2_048, 4_095],
  [gptTypes.esp, 4_096, 69_631],
  [gptTypes.linux, 69_632, 131_000],
] as const

/** Makes an image like the appliance's. */
function disk(root: Buffer, loader: Buffer | null = loaderLike()): Buffer {
  const image = grubLike(gptImage(layout), 2_048)
  fat(loader).copy(image, 4_096 * 512)
  root.copy(image, 69_632 * 512)
  return image
}
const diagnosed = (data: Buffer) =>
  diagnose(async (offset, length) => data.subarray(offset, offset + length), data.length)
type Way = 'bios' | 'uefi' | 'pvh' | 'pv'
async function says(
  data: Buffer,
  expected: Partial<Record<Way, readonly [boolean | null, RegExp]>>,
): Promise<void> {
  const found = await diagnosed(data)
  for (const [way, [can, why]] of Object.entries(expected) as [Way, readonly [boolean | null, RegExp]][]) {
    assert.equal(found[way].can, can, `${way}: ${JSON.stringify(found[way])}`)
    assert.match(found[way].why, why, way)
  }
}

test('a whole image boots each way that its kernel allows', { skip }, async () => {
  const root = ext(whole)
  await says(disk(root), {
    bios: [true, /leads to its whole core/],
    uefi: [true, /BOOTX64\.EFI\. It isn’t signed: with Secure Boot/],
    pvh: [true, /Partition 3 has \/boot\/grub\/grub\.cfg/],
    pv: [false, /packed with zstd.*not xen image/],
  })
  for (const magic of ['1f8b', 'fd377a58', '894c5a4f'])
    await says(disk(ext({ ...whole, 'boot/vmlinuz-6': kernelLike(magic) })), { pv: [true, /grub\.cfg/] })
  // A copy packed with gzip beside the kernel, in an entry of its own.
  const both = `${cfg()}menuentry 'PV' {\n  linux /boot/pv-6.gz root=UUID=${uuid}\n}\n`
  await says(
    disk(ext({ ...whole, 'boot/grub/grub.cfg': both, 'boot/pv-6.gz': Buffer.from('1f8b0800', 'hex') })),
    { pv: [true, /./] },
  )
})

test('a root without what grub.cfg names does not boot', { skip }, async () => {
  for (const [what, root, why] of [
    ['no grub.cfg', without('boot/grub/grub.cfg'), /No file system has boot\/grub\/grub\.cfg/],
    ['nothing at all', {}, /No file system has boot\/grub\/grub\.cfg/],
    ['only menu.lst, as in 2009', { 'boot/grub/menu.lst': 'kernel /vmlinuz' }, /No file system has/],
    ['no kernel', without('boot/vmlinuz-6'), /kernel \/boot\/vmlinuz-6 isn’t there/],
    ['no initrd', without('boot/initrd.img-6'), /initrd \/boot\/initrd\.img-6 isn’t there/],
    [
      'another root',
      { ...whole, 'boot/grub/grub.cfg': cfg(other) },
      /wait for the root file system 99999999/,
    ],
    [
      'another search',
      { ...whole, 'boot/grub/grub.cfg': cfg(uuid, other) },
      /looks for the file system 99999999/,
    ],
    ['an empty grub.cfg', { ...whole, 'boot/grub/grub.cfg': '' }, /starts no kernel/],
  ] as const) {
    const expected = [false, why] as const
    await says(disk(ext(root as Contents)), { bios: expected, pvh: expected, pv: expected }).catch(
      (error: unknown) => {
        throw new Error(what, { cause: error })
      },
    )
  }
})

test('links, older block maps and large folders are followed', { skip }, async () => {
  const tree = join(folder, 'linked')
  mkdirSync(join(tree, 'boot/grub'), { recursive: true })
  mkdirSync(join(tree, 'kernels'))
  writeFileSync(join(tree, 'boot/grub/grub.cfg'), cfg().replaceAll('/boot/vmlinuz-6', '/vmlinuz'))
  writeFileSync(join(tree, 'boot/initrd.img-6'), 'x')
  writeFileSync(join(tree, 'kernels/vmlinuz-6'), Buffer.concat([zstd, Buffer.alloc(300_000)]))
  for (let n = 0; n < 300; n += 1) writeFileSync(join(tree, `kernels/another-file-with-a-long-name-${n}`), '')
  symlinkSync('boot/../kernels/vmlinuz-6', join(tree, 'vmlinuz'))
  for (const options of [
    [],
    ['-O', '^extent,^64bit,^metadata_csum'],
    ['-b', '1024'],
    ['-O', '^dir_index', '-I', '128'],
  ]) {
    const file = join(folder, 'linked.ext')
    rmSync(file, { force: true })
    execFileSync(findProgram('mkfs.ext4') ?? '', ['-q', '-U', uuid, ...options, '-d', tree, file, '8M'], {
      stdio: 'ignore',
    })
    await says(disk(readFileSync(file)), { pvh: [true, /./], pv: [false, /zstd/] })
  }
  rmSync(join(tree, 'vmlinuz'))
  symlinkSync('vmlinuz', join(tree, 'vmlinuz'))
  const file = join(folder, 'circle.ext')
  execFileSync(findProgram('mkfs.ext4') ?? '', ['-q', '-U', uuid, '-d', tree, file, '8M'], {
    stdio: 'ignore',
  })
  await says(disk(readFileSync(file)), { pvh: [false, /isn’t there/] })
})

test('GRUB’s core is followed to where it would hang', { skip }, async () => {
  const root = ext(whole)
  const change = async (work: (image: Buffer) => void, why: RegExp) => {
    const image = disk(root)
    work(image)
    await says(image, { bios: [false, why], pvh: [true, /./] })
  }
  const core = 2_048 * 512
  await change((image) => image.fill(0, core, core + 512), /BIOS boot partition is empty/)
  await change((image) => image.fill(0x5a, core, core + 512), /doesn’t hold GRUB’s core, so it would hang/)
  await change(
    (image) => image.writeBigUInt64LE(9_999_999n, 0x5c),
    /leads to sector 9999999, which the image doesn’t have/,
  )
  await change((image) => image.writeBigUInt64LE(77n, 0x5c), /sector 77, which doesn’t hold/)
  await change(
    (image) => image.fill(0x5a, core + 512, core + 1_024),
    /holds something else, so it would hang/,
  )
  await change((image) => image.writeUInt16LE(0, core + 508), /lists no further sectors/)
  await change(
    (image) => image.writeBigUInt64LE(9_999_999n, core + 500),
    /continue at sector 9999999, beyond the end/,
  )
})

test('loaders for UEFI are read: empty, foreign, signed', { skip }, async () => {
  const root = ext(whole)
  const foreign = loaderLike()
  foreign.writeUInt16LE(0xaa64, 0x84)
  for (const [loader, can, why] of [
    [Buffer.alloc(0), false, /is empty/],
    [Buffer.from('MZ'), false, /isn’t a program for this firmware/],
    [foreign, false, /isn’t a program/],
    [
      loaderLike('Microsoft Corporation UEFI CA 2011'),
      true,
      /signed by Microsoft, so it also starts with Secure Boot/,
    ],
    [loaderLike('Debian Secure Boot CA'), true, /signed, but not by Microsoft/],
    [null, false, /has no EFI\/BOOT\/BOOTX64\.EFI/],
  ] as const)
    await says(disk(root, loader), { uefi: [can, why] })
})

test('an ext4 without a table boots Xen’s guests, and logical partitions are read', { skip }, async () => {
  const root = ext(whole)
  await says(root, {
    bios: [false, /no partition table/],
    pvh: [true, /The image has \/boot\/grub\/grub\.cfg/],
  })
  const image = Buffer.alloc(64 << 20)
  const entry = (at: number, type: number, start: number, count: number) => {
    image[at + 4] = type
    image.writeUInt32LE(start, at + 8)
    image.writeUInt32LE(count, at + 12)
  }
  entry(446, 0x05, 2_048, 120_000)
  entry(2_048 * 512 + 446, 0x83, 2_048, 60_000)
  for (const at of [0, 2_048 * 512]) image.writeUInt16LE(0xaa55, at + 510)
  root.copy(image, 4_096 * 512)
  await says(image, { pvh: [true, /Partition 5 has/] })
})

test('what the doctor can’t look into is said, and isn’t called unbootable', async () => {
  const image = grubLike(gptImage(layout), 2_048)
  const at = 69_632 * 512
  for (const [name, offset, magic] of [
    ['an XFS', 0, 'XFSB'],
    ['a Btrfs', 65_600, '_BHRfS_M'],
    ['LVM', 512, 'LABELONE'],
    ['LUKS', 0, 'LUKS\xba\xbe'],
  ] as const) {
    const one = Buffer.from(image)
    one.write(magic, at + offset, 'latin1')
    await says(one, {
      bios: [null, new RegExp(`is .*${name.replace('LUKS', 'encrypted with LUKS')}|${name}`)],
      pvh: [null, /GRUB may read/],
    })
  }
})

test('tables that are cut off, wiped, or of large sectors', { skip }, async () => {
  const image = disk(ext(whole))
  const cut = image.subarray(0, 50 << 20)
  assert.match(
    (await diagnosed(cut)).table.faults.join(),
    /Partition 3 ends 14 MiB beyond the end of the image/,
  )
  const wiped = Buffer.from(image)
  wiped.fill(0, 446, 510)
  const found = await diagnosed(wiped)
  assert.match(found.table.faults.join(), /protective MBR before it lists no partition/)
  assert.match(found.bios.why, /GRUB starts, but sees no partition, so it would stop at its prompt/)
  const gone = Buffer.from(image)
  gone.fill(0, 0, 512)
  assert.match((await diagnosed(gone)).bios.why, /protective MBR, is gone/)
  assert.match((await diagnosed(fat(null))).table.faults.join(), /boot sector of a file system/)
  // The same table with sectors of 4096 bytes.
  const large = Buffer.alloc(64 << 20)
  image.copy(large, 0, 0, 512)
  image.copy(large, 4_096, 512, 1_024)
  image.copy(large, 8_192, 1_024, 1_024 + 128 * 128)
  const { table } = await diagnosed(large)
  assert.deepEqual([table.kind, table.sector, table.partitions.length], ['gpt', 4_096, 3])
})

test('other loaders than GRUB are known, or said to be unknown', async () => {
  const image = gptImage([layout[2]])
  const code = (text: string) => {
    const one = Buffer.from(image)
    one.write(text, 100, 'latin1')
    return one
  }
  await says(code('isolinux.bin missing or corrupt'), { bios: [true, /ISOLINUX/] })
  await says(code('NTLDR is missing'), { bios: [null, /doesn’t know/] })
  await says(image, { bios: [false, /no GRUB boot code, nor any other/] })
  const ext2 = Buffer.alloc(8 << 20)
  ext2.writeUInt16LE(0xaa55, 510)
  ext2.write('Missing operating system', 100, 'latin1')
  ext2[446] = 0x80
  ext2[446 + 4] = 0x83
  ext2.writeUInt32LE(2_048, 446 + 8)
  ext2.writeUInt32LE(8_000, 446 + 12)
  ext2.write('EXTLINUX', 2_048 * 512 + 3, 'latin1')
  await says(ext2, { bios: [true, /EXTLINUX/] })
})

test('damaged images say something, end, and never throw', { skip }, async (t) => {
  const image = disk(ext(whole))
  // What the doctor reads: the tables, the FAT, the core, and ext's first blocks.
  const read = [
    0,
    34 * 512,
    2_048 * 512,
    2_050 * 512,
    4_096 * 512,
    4_300 * 512,
    69_632 * 512,
    69_632 * 512 + (1 << 20),
  ]
  const rounds = Number(process.env.DOCTOR_ROUNDS ?? 300)
  let seed = Number(process.env.DOCTOR_SEED ?? 1)
  t.diagnostic(`${rounds} images, seed ${seed}; DOCTOR_ROUNDS and DOCTOR_SEED set others`)
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return seed % below
  }
  for (let round = 0; round < rounds; round += 1) {
    const undo: [number, number][] = []
    for (let n = random(24); n >= 0; n -= 1) {
      const at = (read[random(read.length / 2) * 2] ?? 0) + random(round % 3 === 0 ? 1 << 16 : 4_096)
      undo.push([at, image[at] ?? 0])
      image[at] = [0, 0xff, 0x80, random(256)][random(4)] ?? 0
    }
    const began = performance.now()
    const cut = round % 5 === 0 ? image.subarray(0, random(image.length)) : image
    const found = await diagnosed(cut)
    for (const way of [found.bios, found.uefi, found.pvh, found.pv]) {
      assert.ok(way.why.length > 10)
      assert.doesNotMatch(way.why, /NaN|Infinity|undefined/)
    }
    assert.ok(performance.now() - began < 5_000, `round ${round}`)
    for (const [at, byte] of undo.reverse()) image[at] = byte
  }
})

test('a pipe is refused at once, by doctor and as a config', async () => {
  const pipe = join(folder, 'pipe')
  runSync('mkfifo', [pipe])
  const { imageFault } = await import('./format')
  assert.match((await imageFault(pipe)) ?? '', /is a pipe or a device/)
  const { realHost } = await import('../host/real')
  await assert.rejects(realHost.read(pipe), /It’s a pipe, not a file/)
  const empty = join(folder, 'sparse')
  writeFileSync(empty, '')
  truncateSync(empty, 1 << 20)
  assert.equal((await examineImage(empty)).filter(({ level }) => level === 'bad').length, 6)
})
