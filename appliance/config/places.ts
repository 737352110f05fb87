import { type Document, isMap, isNode, isPair, isScalar, type LineCounter } from 'yaml'

/** Counted from 1. */
export type Place = { line: number; column: number }

/** Where things stand in a config. */
export class Places {
  constructor(
    readonly document: Document,
    readonly counter: LineCounter,
  ) {}

  /** The place of an offset. */
  at(offset: number): Place {
    const { line, col } = this.counter.linePos(offset)
    return { line, column: col }
  }

  /** Whether there is anything at a path. */
  has(path: readonly PropertyKey[]): boolean {
    return this.document.getIn(path) !== undefined
  }

  /** Where a value stands; for one that is missing, where its parent begins. */
  ofValue(path: readonly PropertyKey[]): Place {
    for (let length = path.length; length >= 0; length -= 1) {
      const node = this.document.getIn(path.slice(0, length), true)
      const range = isNode(node) ? node.range : null
      if (range) return this.at(range[0])
    }
    return { line: 1, column: 1 }
  }

  /** Where the last key of a path stands. */
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
