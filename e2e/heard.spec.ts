import { expect, pickTag, test } from './fixtures'

test('anybody can turn the letter keys off in their help, and on again', async ({ page }) => {
  await page.goto('/')
  await page.waitForLoadState('networkidle')
  await page.keyboard.press('j')
  await expect(page.locator('article.current')).toHaveCount(1)
  await page.keyboard.press('?')
  await page.getByRole('dialog').getByLabel('Use these keys in this browser').uncheck()
  await page.keyboard.press('Escape')
  await page.reload()
  await expect(page.getByRole('button', { name: 'Turn the keys on' })).toBeVisible()
  await page.keyboard.press('j')
  await page.keyboard.press('?')
  await expect(page.locator('article.current')).toHaveCount(0)
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.getByRole('button', { name: 'Turn the keys on' }).click()
  await page.keyboard.press('j')
  await expect(page.locator('article.current')).toHaveCount(1)
})

test('what happens in a dialog is announced inside it', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto('/b/3')
  await page.getByRole('link', { name: /^Share/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: /^Copy/ }).first().click()
  await expect(dialog.getByRole('status')).toHaveText('Copied.')
})

test('a tag that is ticked, similar texts and a step of the bishop are said', async ({ page }) => {
  await page.goto('/submit')
  const said = page.locator('#said')
  await pickTag(page, 'ci')
  await expect(said).toHaveText(/ chosen, 1 of 3\.$/)
  await page
    .getByLabel('What do you bemoan?')
    .fill((await (await page.request.get('/b/3.json')).json()).body.slice(0, 200))
  await expect(said).toHaveText(/^Below your text: \d similar bemoanings?\.$/)
  await page.goto('/blog/randomart')
  await page.getByRole('button', { name: 'Previous move' }).first().click()
  const value = await page.getByRole('slider').first().getAttribute('aria-valuetext')
  expect(value?.length).toBeGreaterThan(10)
  await expect(said).toHaveText(value ?? '')
})

test('without our colours a pressed vote differs from one that is not', async ({ page, browserName }) => {
  test.skip(browserName !== 'chromium', 'only Chromium emulates forced colours')
  await page.emulateMedia({ forcedColors: 'active' })
  await page.goto('/b/5')
  const vote = page.getByRole('button', { name: /I bemoan this too/ }).first()
  const colour = () => vote.evaluate((button) => getComputedStyle(button).backgroundColor)
  const before = await colour()
  await vote.click()
  await expect(vote).toHaveAttribute('aria-pressed', 'true')
  expect(await colour()).not.toBe(before)
})

test('what a page arrives with is said: its words change in their live region', async ({ page }) => {
  /** Waits for the words of a region to be put in again; they stay the same. */
  const isSaid = (selector: string) =>
    page.evaluate(
      (wanted) =>
        new Promise<string>((resolve) => {
          const told = new MutationObserver((changes) => {
            const added = changes.flatMap(({ addedNodes }) => [...addedNodes])
            const region = document.querySelector(wanted)
            if (region && added.some((node) => node === region || node.parentNode === region))
              resolve(region.textContent ?? '')
          })
          told.observe(document.body, { childList: true, subtree: true })
        }),
      selector,
    )
  await page.goto('/search?q=zzzqq', { waitUntil: 'commit' })
  expect(await isSaid('main [role=status]')).toBe('No results')
  await page.goto('/b/7')
  await page.locator('.comments > .comment-form textarea').fill('Not sent.')
  const button = page
    .locator('.comments > .comment-form')
    .getByRole('button', { name: 'Comment', exact: true })
  await button.click({ noWaitAfter: true })
  await page.waitForURL('**/comments')
  expect(await isSaid('main [role=alert]')).toContain('You need an account for this.')
})
