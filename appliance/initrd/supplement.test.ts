import assert from 'node:assert/strict'
import { test } from 'node:test'
import { namesIn, parsePackages } from '../mirror/packages'
import { closure, parseDependencies } from './modules'
import { kernelOf } from './supplement'
import { fieldOf, neededUdebs, parseStatus } from './udebs'

const status = parseStatus(
  'Package: anna\nStatus: install ok unpacked\nProvides: a-thing\n\nPackage: kernel-image-6.12.1+deb13-amd64-di\nStatus: install ok unpacked\nVersion: 6.12.1-1\n\n',
)
const stanza = (name: string, depends = '', provides = ''): string =>
  `Package: ${name}\nVersion: 1\nFilename: pool/${name}.udeb\nSize: 1\nSHA256: ${'0'.repeat(64)}\n${depends ? `Depends: ${depends}\n` : ''}${provides ? `Provides: ${provides}\n` : ''}`

test('dependencies of the steps follow, except those that are present, virtual, or modules', () => {
  const index = parsePackages(
    [
      stanza('partman-base', 'libparted2-udeb (>= 3.6), anna, a-thing, ext4-modules, nowhere'),
      stanza('libparted2-udeb', 'libuuid1-udeb'),
      stanza('libuuid1-udeb'),
      stanza('ext4-modules-6.12.1-di', '', 'ext4-modules'),
      stanza('not-needed'),
    ].join('\n'),
  )
  assert.deepEqual(
    neededUdebs(index, status).map(({ name }) => name),
    ['libparted2-udeb', 'libuuid1-udeb', 'partman-base'],
  )
})

test('stanzas, fields and kernels are parsed', () => {
  assert.deepEqual(
    status.map(({ name }) => name),
    ['anna', 'kernel-image-6.12.1+deb13-amd64-di'],
  )
  const [anna] = status
  assert.ok(anna)
  assert.equal(fieldOf(anna, 'Provides'), 'a-thing')
  assert.equal(fieldOf(anna, 'Depends'), '')
  assert.equal(kernelOf(status), '6.12.1+deb13-amd64')
  assert.throws(() => kernelOf([]))
  assert.deepEqual(namesIn('b (>= 2), c | d, e:any, f [amd64]'), ['b', 'c', 'e', 'f'])
})

test('modules come with their dependencies, under either spelling', () => {
  const dependencies = parseDependencies(
    'kernel/fs/ext4/ext4.ko.xz: kernel/fs/jbd2/jbd2.ko.xz kernel/lib/crc16.ko.xz\nkernel/fs/jbd2/jbd2.ko.xz:\nkernel/lib/crc16.ko.xz:\nkernel/drivers/md/dm-mod.ko.xz:\n',
  )
  assert.deepEqual(closure(['ext4', 'dm_mod', 'built-in'], dependencies), [
    'kernel/drivers/md/dm-mod.ko.xz',
    'kernel/fs/ext4/ext4.ko.xz',
    'kernel/fs/jbd2/jbd2.ko.xz',
    'kernel/lib/crc16.ko.xz',
  ])
})
