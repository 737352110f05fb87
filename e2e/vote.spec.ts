import { expect, test } from './fixtures'

const count = async (button: import('playwright/test').Locator) =>
  Number(await button.locator('[data-count]').textContent())

test('a vote shows at once, can be changed and undone, and survives a reload', async ({ page }) => {
  await page.goto('/new')
  const id = await page.locator('article.entry').nth(5).getAttribute('id')
  const entry = page.locator(`#${id}`)
  const bemoan = entry.getByRole('button', { name: /I bemoan this too/ })
  const self = entry.getByRole('button', { name: /Self-inflicted/ })
  const [b, s] = [await count(bemoan), await count(self)]
  await bemoan.click()
  await expect(bemoan).toHaveAttribute('aria-pressed', 'true')
  await expect.poll(() => count(bemoan)).toBe(b + 1)
  await expect(entry.locator('.split')).toBeVisible()
  await self.click()
  await expect(self).toHaveAttribute('aria-pressed', 'true')
  await expect(bemoan).toHaveAttribute('aria-pressed', 'false')
  await expect.poll(() => count(self)).toBe(s + 1)
  await expect.poll(() => count(bemoan)).toBe(b)
  await page.waitForTimeout(1_500)
  await page.reload()
  const again = page.locator(`#${id}`)
  await expect(again.getByRole('button', { name: /Self-inflicted/ })).toHaveAttribute('aria-pressed', 'true')
  await again.getByRole('button', { name: /Self-inflicted/ }).click()
  await expect.poll(() => count(again.getByRole('button', { name: /Self-inflicted/ }))).toBe(s)
})

test('a vote that fails is rolled back, with the reason shown', async ({ page }) => {
  await page.route('**/api/v1/bemoanings/*/vote', (route) =>
    route.fulfill({
      status: 429,
      contentType: 'application/problem+json',
      body: JSON.stringify({
        title: 'Too many requests',
        status: 429,
        detail: 'Too many. It works again in 12 seconds.',
      }),
    }),
  )
  await page.goto('/new')
  const entry = page.locator('article.entry').nth(7)
  const bemoan = entry.getByRole('button', { name: /I bemoan this too/ })
  const before = await count(bemoan)
  await bemoan.click()
  await expect(entry.getByRole('alert')).toContainText('It works again in 12 seconds.')
  await expect(bemoan).toHaveAttribute('aria-pressed', 'false')
  expect(await count(bemoan)).toBe(before)
})

test('a vote made offline is kept and sent once', async ({ page, context }) => {
  await page.goto('/new')
  const id = await page.locator('article.entry').nth(9).getAttribute('id')
  const entry = page.locator(`#${id}`)
  const bemoan = entry.getByRole('button', { name: /I bemoan this too/ })
  const before = await count(bemoan)
  await context.setOffline(true)
  await bemoan.click()
  await expect(entry.getByText(/We send it when you are online/)).toBeVisible()
  const sent: string[] = []
  page.on('request', (request) => {
    if (request.url().includes('/vote')) sent.push(request.method())
  })
  await context.setOffline(false)
  await expect.poll(() => sent.length).toBe(1)
  await page.waitForTimeout(2_500)
  expect(sent).toEqual(['PUT'])
  await page.reload()
  expect(await count(entry.getByRole('button', { name: /I bemoan this too/ }))).toBe(before + 1)
})
