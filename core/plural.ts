/** Formats a count: 1,284. */
export const counted = (count: number): string => count.toLocaleString('en-US')

/** Formats a count with its noun: "1 comment", "1,284 comments". @param many plural, if not the noun with an s */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${counted(count)} ${count === 1 ? one : many}`
