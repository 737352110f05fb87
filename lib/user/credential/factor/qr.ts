import { encode } from 'uqr'

/**
 * Returns a QR code as an SVG path, one unit per module, with the required quiet zone of four (ISO/IEC 18004).
 * @returns the side in units, and the path of the dark modules
 */
export function qrPath(text: string): { size: number; path: string } {
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  const path = data
    .flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join('')
  return { size, path }
}
