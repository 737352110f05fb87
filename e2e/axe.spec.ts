import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { bemoan, expect, newText, signUp, test } from './fixtures'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

type Violation = { id: string; nodes: { html: string; failureSummary: string }[] }

async function check(page: import('playwright/test').Page, path: string): Promise<void> {
  await page.goto(path)
  const violations = (await page.evaluate(
    `${axe}; axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then((r) => r.violations)`,
  )) as Violation[]
  expect(
    violations.map(
      ({ id, nodes }) =>
        `${path} ${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary}`).join(' | ')}`,
    ),
  ).toEqual([])
}

const readingPages = [
  '/',
  '/new',
  '/top/year',
  '/fixed',
  '/t/ci',
  '/tags',
  '/u/kettle',
  '/search',
  '/search?q=backup',
  '/search?q=zzzqq',
  '/log',
  '/about',
  '/rules',
  '/privacy',
  '/developers',
  '/state',
  '/state?window=all',
  '/nope',
  '/why/1?list=/top/all',
  '/submit',
  '/signin',
  '/signup',
  '/forgot',
  '/reset?token=x',
  '/?after=forged',
]

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme })

    test('no page for everybody has an accessibility violation', async ({ page }) => {
      for (const path of readingPages) await check(page, path)
      await page.goto('/fixed')
      await check(page, (await page.locator('.bemoaning-link').first().getAttribute('href')) ?? '')
    })

    test('nor has one for who is signed in', async ({ page }) => {
      await signUp(page)
      for (const path of ['/', '/submit', '/settings', '/saved', '/inbox']) await check(page, path)
      await check(page, await bemoan(page, newText()))
    })
  })
}
