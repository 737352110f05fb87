import { open, stat } from 'node:fs/promises'
import { errorText } from '../host/error-text'

/** Magic numbers of image formats: name, offset, bytes in hexadecimal. */
const formats = [
  ['qcow2', 0, '514649fb'],
  ['vmdk', 0, '4b444d56'],
  ['vmdk', 0, '23204469736b2044657363726970746f'],
  ['vdi', 64, '7f10dabe'],
  ['vhdx', 0, '7668647866696c65'],
  ['vpc', 0, '636f6e6563746978'],
] as const

const packed = [
  ['gzip', '1f8b', 'gunzip -k'],
  ['xz', 'fd377a585a00', 'unxz -k'],
  ['zstd', '28b52ffd', 'unzstd'],
] as const

const quoted = (path: string): string =>
  /^[\w./+-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`

/**
 * Returns the format of an image that is not raw, by its first bytes, and how to convert it; null if it may be raw.
 */
export function notRaw(path: string, first: Buffer): string | null {
  const has = (offset: number, hex: string): boolean =>
    first.toString('hex', offset, offset + hex.length / 2) === hex
  const file = quoted(path)
  const raw = quoted(`${path.replace(/\.[a-z0-9]+$/i, '')}.raw`)
  for (const [name, offset, magic] of formats)
    if (has(offset, magic))
      return `${path} is a ${name} image. Convert it to a raw one: qemu-img convert -f ${name} -O raw ${file} ${raw}`
  for (const [name, magic, program] of packed)
    if (has(0, magic)) return `${path} is compressed with ${name}. Unpack it: ${program} ${file}`
  return has(257, '7573746172')
    ? `${path} is an archive, such as an OVA. Run tar -xf ${file}, then qemu-img convert -O raw on the disk in it.`
    : null
}

/** Returns why a file cannot be read as a raw image, and what to do; null if it can. */
export async function imageFault(path: string): Promise<string | null> {
  try {
    const found = await stat(path)
    if (found.isDirectory()) return `${path} is a folder. Name the raw image in it.`
    const handle = await open(path)
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(512), 0, 512, 0)
      if (bytesRead === 0) return `${path} is empty, so it isn’t an image.`
      return notRaw(path, buffer.subarray(0, bytesRead))
    } finally {
      await handle.close()
    }
  } catch (error) {
    return errorText(error)
  }
}
