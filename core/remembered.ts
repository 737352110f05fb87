/**
 * Remembers the results of a pure function, since the same clients come again and again.
 * @param most how many are remembered; above it all are forgotten, which bounds the memory
 * @param isKept tells which results are worth it; all, by default
 */
export function remembered<T>(
  most: number,
  of: (text: string) => T,
  isKept: (result: T, text: string) => boolean = () => true,
): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    const found = known.get(text)
    if (found !== undefined) return found
    const result = of(text)
    if (!isKept(result, text)) return result
    if (known.size >= most) known.clear()
    known.set(text, result)
    return result
  }
}
