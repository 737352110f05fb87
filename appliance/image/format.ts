import { open, stat } from 'node:fs/promises'
import { errorText } from '../host/error-text'

/** Magic numbers of image formats: name for qemu-img, offset, bytes in hexadecimal. */
const formats = [
  ['qcow2', 0, '514649fb'],
  ['qed', 0, '51454400'],
  ['vmdk', 0, '4b444d56'],
  ['vmdk', 0, '434f5744'],
  ['vmdk', 0, '23204469736b2044657363726970746f'],
  ['vdi', 64, '7f10dabe'],
  ['vhdx', 0, '7668647866696c65'],
  ['vpc', 0, '636f6e6563746978'],
  ['parallels', 0, '576974686f757446726565537061636520'.slice(0, 32)],
  ['parallels', 0, '576974686f757446726553706163457874'.slice(0, 32)],
] as const

/** A fixed VHD is a raw image with this at the beginning of its last sector. */
const vhdFooter = 'conectix'
/** Apple's images end with this. */
const dmgFooter = 'koly'

/** Compressed files: name, first bytes, ending that the program requires, command. */
const packed = [
  ['gzip', '1f8b', 'gz', 'gunzip -k'],
  ['xz', 'fd377a585a00', 'xz', 'unxz -k'],
  ['zstd', '28b52ffd', 'zst', 'unzstd'],
  ['bzip2', '425a68', 'bz2', 'bunzip2 -k'],
  ['lz4', '04224d18', 'lz4', 'unlz4'],
  ['lzip', '4c5a4950', 'lz', 'lzip -dk'],
] as const

/** Archives: name, offset, bytes, command. */
const archives = [
  ['a zip archive', 0, '504b0304', 'unzip'],
  ['a 7z archive', 0, '377abcaf271c', '7z x'],
  ['an archive, such as an OVA', 257, '7573746172', 'tar -xf'],
] as const

/** Other files that people take for images. */
const others = [
  ['a Debian package', 0, '213c617263683e0a'],
  ['a cpio archive, such as an initrd', 0, '303730373031'],
  ['a program or a kernel', 0, '7f454c46'],
  ['a sparse image of Android', 0, '3aff26ed'],
] as const

const quoted = (path: string): string =>
  /^[\w./+-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`

/**
 * Returns what a file is instead of a raw image, by its first and last bytes, and how to get one; null if it may be
 * raw. The commands work as they stand: none writes over the file that it reads.
 * @param first the first 512 bytes
 * @param last the last 512 bytes; left out, formats that only their end tells are not recognized
 */
export function notRaw(path: string, first: Buffer, last: Buffer = Buffer.alloc(0)): string | null {
  const has = (offset: number, hex: string): boolean =>
    first.toString('hex', offset, offset + hex.length / 2) === hex
  const file = quoted(path)
  const base = path.replace(/\.[a-z0-9]+$/i, '')
  const raw = quoted(`${path === `${base}.raw` ? `${base}-converted` : base}.raw`)
  const convert = (name: string): string =>
    `${path} is a ${name} image. Convert it to a raw one: qemu-img convert -f ${name} -O raw ${file} ${raw}`
  for (const [name, offset, magic] of formats) if (has(offset, magic)) return convert(name)
  if (last.toString('latin1', 0, 8) === vhdFooter) return convert('vpc')
  if (last.toString('latin1', 0, 4) === dmgFooter) return convert('dmg')
  for (const [name, magic, ending, program] of packed)
    if (has(0, magic)) {
      // These programs refuse files whose name doesn't end in their own way.
      const right = path.endsWith(`.${ending}`)
      const named = right ? file : quoted(`${path}.${ending}`)
      const command = right ? program : `mv ${file} ${named} && ${program}`
      return `${path} is compressed with ${name}. Unpack it: ${command} ${named}`
    }
  for (const [name, offset, magic, program] of archives)
    if (has(offset, magic))
      return `${path} is ${name}. Run ${program} ${file}, then qemu-img convert -O raw on the disk in it.`
  for (const [name, offset, magic] of others)
    if (has(offset, magic)) return `${path} is ${name}, not an image of a disk.`
  return null
}

/** Returns why a file cannot be read as a raw image, and what to do; null if it can. Waits for nothing. */
export async function imageFault(path: string): Promise<string | null> {
  try {
    const found = await stat(path)
    if (found.isDirectory()) return `${path} is a folder. Name the raw image in it.`
    if (!found.isFile() && !found.isBlockDevice())
      return `${path} is a pipe or a device, not an image of a disk.`
    const handle = await open(path)
    try {
      const sector = async (at: number): Promise<Buffer> => {
        const { buffer, bytesRead } = await handle.read(Buffer.alloc(512), 0, 512, at)
        return buffer.subarray(0, bytesRead)
      }
      const first = await sector(0)
      if (first.length === 0) return `${path} is empty, so it isn’t an image.`
      return notRaw(path, first, found.size > 512 ? await sector(found.size - 512) : undefined)
    } finally {
      await handle.close()
    }
  } catch (error) {
    return errorText(error)
  }
}
