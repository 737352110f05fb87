import { type Document, isMap, isNode, isPair, isScalar, type LineCounter } from 'yaml'

/** A position, counted from 1. */
export type Place = { line: number; column: number }

/** Positions of the parts of a config. */
export class Places {
  constructor(
    readonly document: Document,
    readonly counter: LineCounter,
  ) {}

  /** Returns the position of an offset. */
  at(offset: number): Place {
    const { line, col } = this.counter.linePos(offset)
    return { line, column: col }
  }

  /** True if the config has a value at a path. */
  has(path: readonly PropertyKey[]): boolean {
    return this.document.getIn(path) !== undefined
  }

  /** Returns the position of a value, or of its parent if it is missing. */
  ofValue(path: readonly PropertyKey[]): Place {
    for (let length = path.length; length >= 0; length -= 1) {
      const node = this.document.getIn(path.slice(0, length), true)
      const range = isNode(node) ? node.range : null
      if (range) return this.at(range[0])
    }
    return { line: 1, column: 1 }
  }

  /** Returns the position of the last key of a path. */
  ofKey(path: readonly PropertyKey[]): Place {
    const [parents, key] = [path.slice(0, -1), path.at(-1)]
    const map = parents.length === 0 ? this.document.contents : this.document.getIn(parents, true)
    if (isMap(map))
      for (const pair of map.items)
        if (isPair(pair) && isScalar(pair.key) && String(pair.key.value) === key && pair.key.range)
          return this.at(pair.key.range[0])
    return this.ofValue(parents)
  }
}
