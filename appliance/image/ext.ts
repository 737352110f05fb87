// Reads files of ext2, ext3 and ext4 (Linux, Documentation/filesystems/ext4), without mounting anything.
import { type Reader, u16, u32 } from './bytes'

/** A file system whose files the doctor can read. */
export type Files = {
  uuid: string
  /** Returns the first bytes of a file, at most `most`; null if there is none. */
  read(path: string, most?: number): Promise<Buffer | null>
}

type Inode = { mode: number; size: number; flags: number; block: Buffer }

/** A fault that ends the search, such as a feature that this reader doesn't know. */
class Unreadable extends Error {}

const folder = 0x4000
const link = 0xa000
const format = 0xf000
/** Features that change where things are, and that this reader doesn't know: meta block groups, journal devices. */
const unknownFeatures = 0x10 | 0x8
const largestFolder = 4 << 20
/** The most links of one path, as in Linux. */
const mostLinks = 40

/** Opens a file system at an offset. @returns null if there is none that can be read */
export async function openExt(read: Reader, start: number): Promise<Files | null> {
  const sb = await read(start + 1_024, 1_024)
  const blockBits = 10 + u32(sb, 24)
  const perGroup = u32(sb, 40)
  if (u16(sb, 56) !== 0xef53 || blockBits > 16 || perGroup === 0 || u32(sb, 96) & unknownFeatures) return null
  const blockSize = 2 ** blockBits
  const inodeSize = u32(sb, 76) === 0 ? 128 : u16(sb, 88)
  const wide = (u32(sb, 96) & 0x80) !== 0
  const descriptorSize = wide ? Math.max(64, u16(sb, 254)) : 32
  const block = (number: number): Promise<Buffer> => read(start + number * blockSize, blockSize)

  async function inode(number: number): Promise<Inode> {
    if (number < 1 || inodeSize < 128) throw new Unreadable()
    const group = Math.floor((number - 1) / perGroup)
    const table = start + (u32(sb, 20) + 1) * blockSize
    const descriptor = await read(table + group * descriptorSize, descriptorSize)
    const at = u32(descriptor, 8) + (wide ? u32(descriptor, 0x28) * 2 ** 32 : 0)
    const data = await read(start + at * blockSize + ((number - 1) % perGroup) * inodeSize, 128)
    return {
      mode: u16(data, 0),
      size: u32(data, 4) + u32(data, 108) * 2 ** 32,
      flags: u32(data, 32),
      block: Buffer.concat([data.subarray(40, 100), Buffer.alloc(60)]).subarray(0, 60),
    }
  }

  /** Yields the places of a tree of extents in the order of the file: first block there, length, block on the disk. */
  async function* extents(
    node: Buffer,
    depth: number,
  ): AsyncGenerator<[first: number, length: number, at: number]> {
    if (u16(node, 0) !== 0xf30a || depth > 5) throw new Unreadable()
    const leaf = u16(node, 6) === 0
    const count = Math.min(u16(node, 2), Math.floor((node.length - 12) / 12))
    for (let n = 1; n <= count; n += 1) {
      const at = n * 12
      // Lengths above 32,768 mean blocks that were reserved and read as zeros.
      if (leaf) yield [u32(node, at), u16(node, at + 4), u32(node, at + 8) + u16(node, at + 6) * 2 ** 32]
      else yield* extents(await block(u32(node, at + 4) + u16(node, at + 8) * 2 ** 32), depth + 1)
    }
  }

  /** Returns the first blocks of a file with the older map: 12 direct ones, then one and two levels of lists. */
  async function* mapped(map: Buffer, wanted: number): AsyncGenerator<number> {
    const perBlock = blockSize / 4
    let left = wanted
    for (let n = 0; n < 12 && left > 0; n += 1, left -= 1) yield u32(map, n * 4)
    const list = async function* (number: number, level: number): AsyncGenerator<number> {
      const data = number === 0 ? Buffer.alloc(0) : await block(number)
      for (let n = 0; n < perBlock && left > 0; n += 1)
        if (level > 1) yield* list(u32(data, n * 4), level - 1)
        else {
          left -= 1
          yield u32(data, n * 4)
        }
    }
    if (left > 0) yield* list(u32(map, 48), 1)
    if (left > 0) yield* list(u32(map, 52), 2)
  }

  async function contents({ size, flags, block: map }: Inode, most: number): Promise<Buffer> {
    const length = Math.min(size, most)
    const data = Buffer.alloc(length)
    if (flags & 0x10000000) throw new Unreadable()
    if (flags & 0x80000) {
      for await (const [first, count, at] of extents(map, 0)) {
        if (first * blockSize >= length) break
        if (count > 32_768) continue
        const part = await read(
          start + at * blockSize,
          Math.min(count * blockSize, length - first * blockSize),
        )
        part.copy(data, first * blockSize)
      }
      return data
    }
    let n = 0
    for await (const number of mapped(map, Math.ceil(length / blockSize))) {
      if (number !== 0) (await block(number)).copy(data, n * blockSize)
      n += 1
    }
    return data
  }

  async function entry(inFolder: Inode, name: string): Promise<number | null> {
    const data = await contents(inFolder, largestFolder)
    for (let at = 0; at + 8 <= data.length; ) {
      const step = u16(data, at + 4)
      if (step < 8) break
      const length = data[at + 6] ?? 0
      if (u32(data, at) !== 0 && data.toString('utf8', at + 8, at + 8 + length) === name) return u32(data, at)
      at += step
    }
    return null
  }

  /** Follows a path from the root, also through links. */
  async function find(path: string): Promise<Inode | null> {
    const waiting = path.split('/').filter(Boolean)
    let links = 0
    const parents: Inode[] = [await inode(2)]
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const here = parents.at(-1)
      if (!here || (here.mode & format) !== folder) return null
      if (name === '.') continue
      if (name === '..') {
        if (parents.length > 1) parents.pop()
        continue
      }
      const number = await entry(here, name)
      if (number === null) return null
      const next = await inode(number)
      if ((next.mode & format) !== link) {
        parents.push(next)
        continue
      }
      links += 1
      if (links > mostLinks || next.size > 4_096) return null
      // Short targets stand in the inode itself.
      const target = (
        next.size < 60 ? next.block.subarray(0, next.size) : await contents(next, 4_096)
      ).toString('utf8')
      if (target.startsWith('/')) parents.splice(1)
      waiting.unshift(...target.split('/').filter(Boolean))
    }
    return parents.at(-1) ?? null
  }

  return {
    uuid: sb.toString('hex', 104, 120).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    async read(path, most = 1 << 20) {
      try {
        const found = await find(path)
        return found && (found.mode & format) === 0x8000 ? await contents(found, most) : null
      } catch (error) {
        if (error instanceof Unreadable) return null
        throw error
      }
    },
  }
}
