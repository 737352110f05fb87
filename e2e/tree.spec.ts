import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { Page } from 'playwright/test'
import { expect, signUp, test } from './fixtures'

/**
 * What screen readers get of each type of page, apart from those that show what others do (the log, cases, /state): roles,
 * names and states, in order. A change of what is heard is seen in
 * review. `TREES=write npm test e2e tree.spec.ts` writes the files anew.
 */
const open: Record<string, string> = {
  front: '/',
  list: '/u/kettle',
  bemoaning: '/b/7',
  tag: '/t/dns',
  tags: '/tags',
  search: '/search?q=zzzqq',
  about: '/about',
  rules: '/rules',
  privacy: '/privacy',
  developers: '/developers',
  missing: '/nope',
  why: '/why/7?list=/top/all',
  share: '/share/7',
  submit: '/submit',
  signin: '/signin',
  signup: '/signup',
  forgot: '/forgot',
  report: '/report?type=bemoaning&id=7',
  blog: '/blog',
  post: '/blog/seven-second-ls',
  recipe: '/blog/black-bean-soup',
  series: '/blog/series',
  randomart: '/randomart',
}
const own: Record<string, string> = {
  inbox: '/inbox',
  following: '/following',
  saved: '/saved',
  settings: '/settings',
  reading: '/settings/reading',
  telling: '/settings/telling',
  standing: '/settings/standing',
  leaving: '/settings/leaving',
  propose: '/tags/propose',
}

const indentOf = (line: string): number => line.length - line.trimStart().length

/** Cuts what follows the third item of a list, and what is in an article of a list that others change meanwhile. */
function shorten(lines: readonly string[], articles: boolean): string[] {
  const kept: string[] = []
  const items = new Map<number, number>()
  let hidden = Number.POSITIVE_INFINITY
  for (const line of lines) {
    const at = indentOf(line)
    if (at > hidden) continue
    hidden = Number.POSITIVE_INFINITY
    for (const depth of items.keys()) if (depth > at) items.delete(depth)
    if (/^\s*- '?(listitem|article|row|option|term|definition)\b/.test(line)) {
      const count = (items.get(at) ?? 0) + 1
      items.set(at, count)
      const isArticle = /- '?article/.test(line)
      if (count > (isArticle ? 1 : 3)) {
        hidden = at
        continue
      }
      if (isArticle && !articles) {
        hidden = at
        kept.push(`${' '.repeat(at)}- article …`)
        continue
      }
    }
    kept.push(line)
  }
  return kept
}

/** The page as text, without what differs from run to run. */
async function treeOf(page: Page, path: string, handle: string): Promise<string> {
  await page.goto(path)
  // The hint is written when the scripts have started.
  await expect(page.locator('.keyboard-hint kbd')).toHaveCount(1)
  const lines = (await page.locator('body').ariaSnapshot())
    .split('\n')
    .filter((line) => !/^\s*- \/url:/.test(line))
    .map((line) =>
      line
        .replaceAll(handle, 'HANDLE')
        .replace(/\b\d+ (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d{4}/g, 'DATE')
        .replace(
          /\b\d+ (January|February|March|April|May|June|July|August|September|October|November|December)\b/g,
          'DAY',
        )
        .replace(/\b(?:an?|\d+) (?:second|minute|hour|day|week|month|year)s? ago\b|\bjust now\b/g, 'AGO')
        .replace(/(?<!level=)\d[\d,.:]*/g, '0')
        .replace(/\b(bemoaning|comment|reply|replies)s?\b(?=$|,)/g, '$1')
        // Nonces.
        .replace(/\b[\w-]{30,}/g, 'NONCE')
        .replace(/(.{140}).+/, '$1…'),
    )
  return `${shorten(lines, ['/u/kettle', '/b/7'].includes(path)).join('\n')}\n`
}

async function compare(page: Page, name: string, path: string, handle = '\u0000'): Promise<void> {
  const file = `e2e/trees/${name}.txt`
  const tree = await treeOf(page, path, handle)
  if (process.env.TREES === 'write') writeFileSync(file, tree)
  expect(existsSync(file) ? readFileSync(file, 'utf8') : '', file).toBe(tree)
}

test.beforeEach(() => {
  test.skip(test.info().project.name !== 'desk', 'the order of what is heard is the same on a phone')
})

for (const [name, path] of Object.entries(open))
  test(`what is heard of ${path}`, async ({ page }) => compare(page, name, path))

test('what is heard of the pages of a user', async ({ page }) => {
  const handle = await signUp(page)
  for (const [name, path] of Object.entries(own)) await compare(page, name, path, handle)
})
