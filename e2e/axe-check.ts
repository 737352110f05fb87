import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, type Page } from 'playwright/test'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

type Violation = { id: string; nodes: { html: string; failureSummary: string }[] }

/** Expects the current page to have no accessibility violation. */
export async function checkNow(page: Page, name: string): Promise<void> {
  const violations = (await page.evaluate(
    `${axe}; axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then((r) => r.violations)`,
  )) as Violation[]
  expect(
    violations.map(
      ({ id, nodes }) =>
        `${name} ${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary}`).join(' | ')}`,
    ),
  ).toEqual([])
}

/** Opens a page and expects the same. */
export async function check(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await checkNow(page, path)
}
