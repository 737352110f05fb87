/** The beginning of a handle before the caret: where its `@` stands, and the letters after it. */
export type Begun = { at: number; starts: string }

/** Returns the handle that is being typed; null if none is. @param text before the caret */
export function begunIn(text: string): Begun | null {
  const found = /(?:^|[^\p{L}\p{N}_@#&/.=-])@([a-z0-9_-]{1,20})$/iu.exec(text)
  const starts = found?.[1]
  return starts === undefined ? null : { at: text.length - starts.length - 1, starts: starts.toLowerCase() }
}

/** Returns the handles to offer: those of this thread first, none twice, and not one that is already complete alone. */
export function offered(
  starts: string,
  near: readonly string[],
  others: readonly string[],
  most = 6,
): string[] {
  const all = [...new Set([...near, ...others])].filter((handle) => handle.startsWith(starts)).slice(0, most)
  return all.length === 1 && all[0] === starts ? [] : all
}

/** Returns a text as a quote in Markdown, with an empty line after it. */
export const quoted = (text: string): string =>
  `${text
    .replace(/\r/g, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n')}\n\n`
