import { join } from 'node:path'

// What we know of how Next writes its pages and names its files. docs/next.md tells it in words; tests/http/next.test.ts
// says which of it is no longer so.

/** The files that the pages are made of: where the build puts them, and where pages look for them. */
export const builtFiles = { folder: join('.next', 'static'), prefix: '/_next/static/' } as const

/** Whether an address is the framework's own: its files and, while developing, its hot reload. */
export const isFrameworks = (path: string): boolean => /^\/(_next\/|__nextjs)/.test(path)

/** The link by which every page names the stylesheet that all have in common. */
export const stylesheetLink = (path: string): string =>
  `<link rel="stylesheet" href="${path}" data-precedence="next"/>`

/** The script that carries the page once more for the framework's own scripts, which we leave out. */
export const flightScript = 'self.__next_f'
