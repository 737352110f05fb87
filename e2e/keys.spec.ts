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
  // The hint is written when the keys work.
  await expect(page.locator('.keyboard-hint kbd')).toHaveCount(1)
  await page.keyboard.press('/')
  const field = page.getByRole('searchbox', { name: 'Search the site' })
  await expect(field).toBeFocused()
  await page.keyboard.type('kettle')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/search\?q=kettle/)
  await page.keyboard.press('/')
  await expect(page.locator('main').getByRole('searchbox')).toBeFocused()
})

test('the search in the header opens by a tap, and closes by Escape and by a tap elsewhere', async ({
  page,
}) => {
  await page.goto('/')
  const field = page.getByRole('searchbox', { name: 'Search the site' })
  const summary = page.locator('#find summary')
  for (const close of [
    () => page.keyboard.press('Escape'),
    () => page.locator('main').click({ position: { x: 2, y: 2 } }),
  ]) {
    await expect(field).toBeHidden()
    await summary.click()
    await expect(field).toBeFocused()
    await close()
  }
  await expect(field).toBeHidden()
})

test('r on a random bemoaning draws another one', async ({ page }) => {
  await page.goto('/random?tag=ci')
  const seen = new Set<string>()
  for (let draw = 0; draw < 4; draw += 1) {
    await expect(page.getByRole('link', { name: 'Another one' })).toBeVisible()
    const { pathname, search } = new URL(page.url())
    expect(search).toBe('?from=random&tag=ci')
    expect(seen).not.toContain(pathname)
    seen.add(pathname)
    await page.keyboard.press('r')
    await page.waitForURL((url) => url.pathname !== pathname)
  }
})

test('keys typed into a field only enter text', async ({ page }) => {
  await page.goto('/submit')
  await page.getByLabel('What do you bemoan?').click()
  await page.keyboard.type('jj aa dd / ? r')
  await expect(page.getByLabel('What do you bemoan?')).toHaveValue('jj aa dd / ? r')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})
