import { readFileSync } from 'node:fs'
import { join } from 'node:path'

// Our assumptions about how Next writes its pages and names its files. docs/next.md explains them;
// tests/http/next.test.ts checks that they still hold.

/** The built static files: their folder, and their prefix in pages. */
export const builtFiles = { folder: join('.next', 'static'), prefix: '/_next/static/' } as const

/** True for the framework's own addresses: its files and, in development, its hot reload. */
export const isFrameworks = (path: string): boolean => /^\/(_next\/|__nextjs)/.test(path)

/** Returns the link to the shared stylesheet as every page contains it. */
export const stylesheetLink = (path: string): string =>
  `<link rel="stylesheet" href="${path}" data-precedence="next"/>`

/** Puts a word before a page's title, which is the first in its markup: what a screen reader says when the page has loaded. */
export const withTitle = (html: string, before: string): string => html.replace('<title>', `<title>${before}`)

/** The scripts that repeat the page's content for the framework's own scripts. We leave both out. */
export const flightScript = 'self.__next_f'

/** Returns the name of this build, random for each. */
export const buildName = (): string => readFileSync(join('.next', 'BUILD_ID'), 'utf8').trim()
