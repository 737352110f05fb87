import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { entryKind } from './manifest'
import { fitsTar, largestEntry, readTar, type TarEntry, TarError, tarEnd, tarHeader, tarPadding } from './tar'

const time = Date.parse('2026-12-01T00:00:00Z') / 1_000
const archive = (...entries: TarEntry[]): Buffer =>
  Buffer.concat([
    ...entries.flatMap(({ name, data }) => [
      tarHeader(name, data.length, time),
      data,
      tarPadding(data.length),
    ]),
    tarEnd,
  ])

/** Hands an archive over in chunks of odd sizes. */
async function* inChunks(whole: Buffer, size: number) {
  for (let at = 0; at < whole.length; at += size) yield whole.subarray(at, at + size)
}

async function read(whole: Buffer, size = 333): Promise<TarEntry[]> {
  const found: TarEntry[] = []
  for await (const entry of readTar(inChunks(whole, size))) found.push(entry)
  return found
}

const long = `files/${'folder/'.repeat(20)}key.pem`
const some = [
  { name: 'backup.json', data: Buffer.from('{}\n') },
  { name: 'tables/votes/000000.gz', data: randomBytes(5_001) },
  { name: 'files/empty', data: Buffer.alloc(0) },
  { name: long, data: Buffer.alloc(512, 1) },
]

test('an archive is read as it was written, in chunks of any size, and GNU tar reads it too', async () => {
  const whole = archive(...some)
  for (const size of [7, 511, 512, 100_000]) assert.deepEqual(await read(whole, size), some)
  const listed = spawnSync('tar', ['tf', '-'], { input: whole, encoding: 'utf8' })
  assert.deepEqual([listed.status, listed.stderr], [0, ''])
  assert.deepEqual(
    listed.stdout.trim().split('\n'),
    some.map(({ name }) => name),
  )
  const unpacked = spawnSync('tar', ['xOf', '-', 'tables/votes/000000.gz'], {
    input: whole,
    maxBuffer: 1 << 20,
  })
  assert.ok(unpacked.stdout.equals(some[1]?.data ?? Buffer.alloc(0)))
})

test('an archive that is cut off anywhere, or goes on after its end, is refused', async () => {
  const whole = archive(...some)
  for (let end = 0; end < whole.length; end += 509)
    await assert.rejects(read(whole.subarray(0, end)), TarError, `${end}`)
  await assert.rejects(read(Buffer.concat([whole, Buffer.from('x')])), TarError)
})

test('what we would not have written is refused: links, huge files, a wrong checksum', async () => {
  const changed = (at: number, text: string, mended = true): Buffer => {
    const header = tarHeader('files/a', 0, time)
    header.write(text, at, 'latin1')
    if (mended) {
      header.write('        ', 148)
      const sum = header.reduce((all, byte) => all + byte, 0)
      header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
    }
    return Buffer.concat([header, tarEnd])
  }
  assert.equal((await read(changed(0, 'files/b'))).length, 1)
  await assert.rejects(read(changed(0, 'files/b', false)), TarError)
  for (const kind of ['1', '2', '5', 'L', 'x']) await assert.rejects(read(changed(156, kind)), TarError)
  await assert.rejects(read(changed(124, (largestEntry + 1).toString(8).padStart(11, '0'))), TarError)
  await assert.rejects(read(changed(124, '-0000000001')), TarError)
})

test('names lead nowhere but below the folder that files are unpacked to', () => {
  for (const bad of [
    'files/../x',
    'files/a/../../x',
    'files//etc/passwd',
    'files/./x',
    'files/a/..',
    'files/',
    'files/a\\..\\x',
    '/etc/passwd',
    'tables/a/b/000000.gz',
    'tables/../000000.gz/x',
    'database/1',
    'end.json/',
  ])
    assert.equal(entryKind(bad), null, bad)
  assert.deepEqual(entryKind('files/srv/ibtsocs/tls/..key.pem'), {
    kind: 'file',
    of: 'srv/ibtsocs/tls/..key.pem',
  })
  assert.ok(fitsTar(long))
  assert.ok(!fitsTar(`files/${'a'.repeat(101)}`))
})
