import { expect, test } from './fixtures'

test('the keyboard can read, vote and navigate', async ({ page }) => {
  await page.goto('/new')
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await expect(page.locator('article.entry').nth(1)).toHaveClass(/current/)
  await page.keyboard.press('k')
  const first = page.locator('article.entry').first()
  await expect(first).toHaveClass(/current/)
  await page.keyboard.press('a')
  await expect(first.getByRole('button', { name: /I bemoan this too/ })).toHaveAttribute(
    'aria-pressed',
    'true',
  )
  await page.keyboard.press('d')
  await expect(first.getByRole('button', { name: /Self-inflicted/ })).toHaveAttribute('aria-pressed', 'true')
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.keyboard.press('o')
  await expect(page.locator('h1.bemoaning')).toBeVisible()
  await page.keyboard.press('/')
  await expect(page).toHaveURL(/\/search/)
})

test('keys typed into a field only enter text', async ({ page }) => {
  await page.goto('/submit')
  await page.getByLabel('What do you bemoan?').click()
  await page.keyboard.type('jj aa dd / ? r')
  await expect(page.getByLabel('What do you bemoan?')).toHaveValue('jj aa dd / ? r')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})
