/** A count as people read it: 1,284. */
export const counted = (count: number): string => count.toLocaleString('en-US')

/** A count with its noun: "1 comment", "1,284 comments". @param many where it is not the noun with an s */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${counted(count)} ${count === 1 ? one : many}`
