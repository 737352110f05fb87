// A config may be made of several files: those that it extends, a guest of a fleet, and values of the command line.
import type { Complaint } from './errors'
import type { Place, Places } from './places'

/** One part of a config: a file, or a part of one, or a `--set`. */
export type Layer = {
  file: string
  places: Places
  /** Where in its file its values begin; empty for a whole file. */
  at: readonly PropertyKey[]
  value: unknown
}

type Block = Readonly<Record<string, unknown>>
const isBlock = (value: unknown): value is Block =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Merges values over others: blocks by key, everything else as a whole. A null removes what is below it.
 * @returns the merged value
 */
export function merged(below: unknown, over: unknown): unknown {
  if (!isBlock(below) || !isBlock(over)) return over
  const keys = new Set([...Object.keys(below), ...Object.keys(over)])
  return Object.fromEntries(
    [...keys].flatMap((key): [string, unknown][] => {
      if (!Object.hasOwn(over, key)) return [[key, below[key]]]
      if (over[key] === null && Object.hasOwn(below, key)) return []
      return [[key, Object.hasOwn(below, key) ? merged(below[key], over[key]) : over[key]]]
    }),
  )
}

/** Positions in the parts of a config. A value stands in the first layer that has it. */
export class LayeredPlaces {
  /**
   * @param layers the one that wins first
   * @param own the config itself, for what stands nowhere
   */
  constructor(
    readonly layers: readonly Layer[],
    readonly own: Layer,
  ) {}

  private find(path: readonly PropertyKey[]): Layer | undefined {
    return this.layers.find(({ places, at }) => places.has([...at, ...path]))
  }

  /** True if some layer has a value at a path. */
  has(path: readonly PropertyKey[]): boolean {
    return this.find(path) !== undefined
  }

  /** Returns the file and position of a value, or of its nearest parent. */
  ofValue(path: readonly PropertyKey[]): Place & { file: string } {
    return this.of(path, (layer, found) => layer.places.ofValue([...layer.at, ...found]))
  }

  /** Returns the file and position of the last key of a path. */
  ofKey(path: readonly PropertyKey[]): Place & { file: string } {
    return this.of(path, (layer, found) => layer.places.ofKey([...layer.at, ...found]))
  }

  private of(
    path: readonly PropertyKey[],
    place: (layer: Layer, found: readonly PropertyKey[]) => Place,
  ): Place & { file: string } {
    for (let length = path.length; length >= 0; length -= 1) {
      const found = path.slice(0, length)
      const layer = length === 0 ? this.own : this.find(found)
      if (layer) return { file: layer.file, ...place(layer, found) }
    }
    return { file: this.own.file, line: 1, column: 1 }
  }
}

/** Returns a complaint about a value of a config. */
export const about = (places: LayeredPlaces, path: readonly PropertyKey[], message: string): Complaint => ({
  ...places.ofValue(path),
  message: path.length > 0 ? `“${path.join('.')}”: ${message}` : message,
})
