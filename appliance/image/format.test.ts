import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { fakeHost } from '../host/fake'
import { run } from '../run'
import { imageFault, notRaw } from './format'
import { gptImage } from './made-up'
import { gptTypes } from './table'

const folder = mkdtempSync(join(tmpdir(), 'format-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const at = (name: string): string => join(folder, name)

test('other formats are named, with the command that converts them to raw', async (t) => {
  if (spawnSync('qemu-img', ['--version']).error) return t.skip('there is no qemu-img')
  for (const format of ['qcow2', 'vmdk', 'vdi', 'vhdx', 'vpc']) {
    const file = at(`one.${format}`)
    execFileSync('qemu-img', ['create', '-q', '-f', format, file, '10M'])
    assert.equal(
      await imageFault(file),
      `${file} is a ${format} image. Convert it to a raw one: qemu-img convert -f ${format} -O raw ${file} ${at('one.raw')}`,
    )
  }
  const odd = at("it's one.qcow2")
  execFileSync('qemu-img', ['create', '-q', '-f', 'qcow2', odd, '10M'])
  const command = (await imageFault(odd))?.split(': ').at(-1) ?? ''
  execFileSync('sh', ['-c', command])
  assert.equal(await imageFault(at("it's one.raw")), null)
})

test('a fixed VHD is known by its end, and no command writes over the file that it reads', async (t) => {
  if (spawnSync('qemu-img', ['--version']).error) return t.skip('there is no qemu-img')
  const fixed = at('fixed.raw')
  execFileSync('qemu-img', ['create', '-q', '-f', 'vpc', '-o', 'subformat=fixed,force_size=on', fixed, '1M'])
  const said = (await imageFault(fixed)) ?? ''
  assert.match(said, /is a vpc image\..* -O raw \S+fixed\.raw \S+fixed-converted\.raw$/)
  execFileSync('sh', ['-c', said.split(': ').at(-1) ?? ''])
  assert.equal(await imageFault(at('fixed-converted.raw')), null)
})

test('a compressed file without its ending is renamed first, because its program refuses it', async () => {
  const file = at('disk image.raw')
  writeFileSync(file, gzipSync(Buffer.alloc(4_096, 'x')))
  const said = (await imageFault(file)) ?? ''
  assert.match(
    said,
    /is compressed with gzip\. Unpack it: mv '\S+disk image\.raw' '\S+disk image\.raw\.gz' && gunzip -k /,
  )
  execFileSync('sh', ['-c', said.split(': ').at(-1) ?? ''])
  assert.equal(await imageFault(file), null)
})

test('compressed files, archives, empty files, folders and missing files are named', async () => {
  const tar = Buffer.alloc(512)
  tar.write('ustar', 257)
  for (const [name, bytes, message] of [
    ['a.gz', gzipSync('x'), /is compressed with gzip\. Unpack it: gunzip -k /],
    ['a.xz', Buffer.from('fd377a585a0000', 'hex'), /is compressed with xz\. Unpack it: unxz -k /],
    ['a.zst', Buffer.from('28b52ffd00', 'hex'), /is compressed with zstd\. Unpack it: unzstd /],
    ['a.bz2', Buffer.from('425a6839', 'hex'), /is compressed with bzip2\. Unpack it: bunzip2 -k /],
    ['a.zip', Buffer.from('504b0304', 'hex'), /is a zip archive\. Run unzip /],
    ['a.deb', '!<arch>\n', /is a Debian package, not an image/],
    ['a.ova', tar, /is an archive, such as an OVA\. Run tar -xf /],
    ['a.raw', '', /is empty, so it isn’t an image\.$/],
  ] as const) {
    writeFileSync(at(name), bytes)
    assert.match((await imageFault(at(name))) ?? '', message)
  }
  assert.equal(await imageFault(folder), `${folder} is a folder. Name the raw image in it.`)
  assert.equal(await imageFault(at('gone')), `${at('gone')} doesn’t exist.`)
  assert.equal(notRaw('a', gptImage([[gptTypes.linux, 2_048, 131_000]]).subarray(0, 512)), null)
})

test('diff and doctor refuse other formats as wrong usage', async () => {
  writeFileSync(at('b.qcow2'), Buffer.from('514649fb00000003', 'hex'))
  writeFileSync(at('b.raw'), gptImage([[gptTypes.linux, 2_048, 131_000]]))
  for (const args of [
    ['diff', at('b.raw'), at('b.qcow2')],
    ['diff', at('b.qcow2'), at('b.raw')],
    ['doctor', at('b.qcow2')],
  ]) {
    const noted: string[] = []
    const code = await run(args, fakeHost(), { say: assert.fail, note: (line) => noted.push(line) })
    assert.equal(code, 2)
    assert.match(
      noted.join('\n'),
      /^\S+b\.qcow2 is a qcow2 image\. Convert it to a raw one: [^\n]+ -O raw [^\n]+$/,
    )
  }
})
