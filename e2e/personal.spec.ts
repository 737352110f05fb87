import { age, bemoan, expect, newHandle, newText, password, pickTag, signUp, test } from './fixtures'

test('a tag can be followed, its list ends, and seen bemoanings stay hidden', async ({ page, browser }) => {
  const other = await (await browser.newContext()).newPage()
  await signUp(other)
  const text = newText()
  await signUp(page, '/t/haskell')
  await page.goto('/t/ci')
  await page.getByRole('button', { name: 'Follow ci' }).click()
  await expect(page.getByRole('button', { name: 'Following ci' })).toHaveAttribute('aria-pressed', 'true')
  await bemoan(other, text)
  await page.goto('/following')
  await expect(page.locator('article.entry').first()).toContainText(text)
  const all = await page.locator('article.entry').count()
  await page.getByRole('button', { name: 'Hide seen' }).click()
  const told = page.waitForResponse((answer) => answer.url().endsWith('/api/v1/me/seen'))
  await page.locator('article.entry').first().scrollIntoViewIfNeeded()
  expect((await told).status()).toBe(204)
  await page.reload()
  expect(await page.locator('article.entry').count()).toBeLessThanOrEqual(all)
  await expect(page.locator('.entries')).not.toContainText(text)
  // Presses the button, page by page, until the end.
  for (let left = 20; left > 0; left -= 1) {
    const button = page.getByRole('button', { name: 'I have seen these' })
    if ((await button.count()) === 0) break
    await button.click()
  }
  await expect(page.getByText(/You are caught up/)).toBeVisible()
  await page.goto('/new')
  await expect(page.locator('.entries')).not.toContainText(text)
  await other.context().close()
})

test('a person can be muted on their page, and unmuted', async ({ page, browser }) => {
  const other = await (await browser.newContext()).newPage()
  const handle = await signUp(other)
  const text = newText()
  const address = await bemoan(other, text)
  await signUp(page)
  await page.goto(`/u/${handle}`)
  await expect(page.locator('article.entry')).toContainText(text)
  await page.getByRole('button', { name: `Mute ${handle}` }).click()
  await expect(page.getByText('You have muted this person')).toBeVisible()
  await page.goto(address)
  await expect(page.getByRole('heading', { name: 'You have muted this.' })).toBeVisible()
  await page.getByRole('link', { name: 'Show it anyway' }).click()
  await expect(page.locator('h1.bemoaning')).toContainText(text)
  await page.goto('/settings/reading')
  await page.locator('.row', { hasText: handle }).getByRole('button', { name: 'No more' }).click()
  await page.goto(address)
  await expect(page.locator('h1.bemoaning')).toContainText(text)
  await other.context().close()
})

test('a reply is in the inbox, and a thread can be turned off', async ({ page, browser }) => {
  const other = await (await browser.newContext()).newPage()
  const handle = await signUp(other)
  await signUp(page)
  const address = await bemoan(page, newText())
  await other.goto(address)
  const say = async (text: string) => {
    await other.locator('#comments form[data-draft] textarea').last().fill(text)
    await other.getByRole('button', { name: 'Comment', exact: true }).last().click()
    await expect(other.locator('#comments')).toContainText(text)
  }
  await say('Mine too, every single day.')
  await page.goto('/inbox?category=answers')
  await expect(page.getByText(`${handle} commented on it.`)).toBeVisible()
  await expect(page.getByText('Mine too, every single day.')).toBeVisible()
  await page.goto(address)
  await page.getByRole('button', { name: 'Nothing', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Nothing', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  )
  await say('And another word about it.')
  await page.goto('/inbox')
  await expect(page.getByText('And another word about it.')).toHaveCount(0)
  await other.context().close()
})

test('sharing opens a sheet with link, text, picture and code', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto('/new')
  const entry = page.locator('article.entry').nth(2)
  const href = (await entry.locator('.bemoaning-link').getAttribute('href')) ?? ''
  await entry.getByRole('link', { name: /^Share/ }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('button', { name: 'Copy the link' }).click()
  await expect(sheet.getByRole('button', { name: 'Copied.' })).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(new URL(href, page.url()).href)
  await sheet.getByRole('button', { name: 'Copy the text' }).click()
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('\nIBTSOCS\nhttp')
  await expect(sheet.getByRole('link', { name: 'Save the picture' })).toHaveAttribute(
    'href',
    /^\/b\/\d+\/picture\.png$/,
  )
  await page.keyboard.press('Escape')
  await expect(sheet).toHaveCount(0)
})

test.describe('by forms alone', () => {
  test.use({ javaScriptEnabled: false })

  test('changing the handle, an export, and leaving', async ({ page }) => {
    const handle = newHandle()
    await page.goto('/signup')
    await page.getByLabel('Handle').fill(handle)
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Sign up' }).click()
    await age(handle, 3)
    const text = newText()
    await page.goto('/submit')
    await page.getByLabel('What do you bemoan?').fill(text)
    await pickTag(page, 'ci')
    await page.getByRole('button', { name: 'Bemoan', exact: true }).click()
    const address = page.url()

    const next = newHandle()
    await page.goto('/settings')
    await page.getByLabel('New handle').fill(next)
    await page.getByRole('button', { name: 'Change handle' }).click()
    await expect(page.getByText('You have a new handle.')).toBeVisible()
    await page.goto(`/u/${handle}`)
    await expect(page).toHaveURL(new RegExp(`/u/${next}$`))

    await page.goto('/settings/leaving')
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Download it' }).click()
    expect((await download).suggestedFilename()).toBe(`ibtsocs-${next}.zip`)
    await page.getByRole('radio', { name: 'Keep my texts without my name' }).check()
    await page.getByLabel('Type your handle').fill('somebody')
    await page.getByRole('button', { name: 'Leave, for good' }).click()
    await expect(page.getByRole('alert')).toContainText('Type your handle')
    await page.getByLabel('Type your handle').fill(next)
    await page.getByRole('button', { name: 'Leave, for good' }).click()
    await expect(page.getByRole('heading', { name: 'That was it.' })).toBeVisible()
    await expect(page.getByRole('link', { name: 'sign in' })).toBeVisible()
    await page.goto(address)
    await expect(page.locator('h1.bemoaning')).toContainText(text)
    await expect(page.locator('.entry .byline')).toContainText('anonymous')
    await page.goto(`/u/${next}`)
    await expect(page.getByText('Nobody has this handle.')).toBeVisible()
  })

  test('sharing is a page', async ({ page }) => {
    await page.goto('/new')
    await page
      .locator('article.entry')
      .first()
      .getByRole('link', { name: /^Share/ })
      .click()
    await expect(page.getByLabel('The link')).toHaveValue(/\/b\/\d+\//)
    await expect(page.locator('.shared-picture')).toBeVisible()
  })
})
