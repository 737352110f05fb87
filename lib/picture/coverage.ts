import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Folders of faces that a text loads by slices; each has its own list. */
export type Sliced = 'noto-jp' | 'noto-sc' | 'noto-kr'

type Ranges = readonly (readonly [from: number, to: number])[]
const lists = new Map<string, ReadonlyMap<string, Ranges>>()

const folder = /* turbopackIgnore: true */ join(process.cwd(), 'assets/fonts')

/**
 * Returns the path of a face's file.
 * @param name a face's name; those of slices begin with their folder's
 * @returns an absolute path; the process runs in the checkout
 */
export function fontFile(name: string): string {
  const [, slices = ''] = /^(noto-(?:jp|sc|kr))-\w+$/.exec(name) ?? []
  return join(/* turbopackIgnore: true */ folder, slices, `${name}.ttf`)
}

const rangesOf = (text: string): Ranges =>
  text.split(' ').map((range) => {
    const [from = 0, to = from] = range.split('-').map((hex) => Number.parseInt(hex, 16))
    return [from, to]
  })

/** Reads which characters each face has, once: the cmaps of the files, collected by tools/fonts.mjs. */
function listOf(slices: Sliced | ''): ReadonlyMap<string, Ranges> {
  const known = lists.get(slices)
  if (known) return known
  const text = readFileSync(join(/* turbopackIgnore: true */ folder, slices, 'coverage.json'), 'utf8')
  const read = JSON.parse(text) as Record<string, string>
  const list = new Map(Object.entries(read).map(([name, ranges]) => [name, rangesOf(ranges)]))
  lists.set(slices, list)
  return list
}

const includes = (ranges: Ranges, code: number): boolean => {
  let [low, high] = [0, ranges.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const [from, to] = ranges[middle] ?? [0, 0]
    if (code < from) high = middle - 1
    else if (code > to) low = middle + 1
    else return true
  }
  return false
}

const codesOf = (characters: string): number[] => [...characters].map((one) => one.codePointAt(0) ?? 0)

/** True if a face has all of these characters. Reads no font. */
export function covers(name: string, characters: string): boolean {
  const ranges = listOf('').get(name)
  return ranges !== undefined && codesOf(characters).every((code) => includes(ranges, code))
}

/** Returns the name of the slice that has all of these characters, or null. Reads no font. */
export function sliceFor(slices: Sliced, characters: string): string | null {
  const codes = codesOf(characters)
  for (const [name, ranges] of listOf(slices)) if (codes.every((code) => includes(ranges, code))) return name
  return null
}
