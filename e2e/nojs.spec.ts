import { expect, newHandle, newText, password, pickTag, signOut, test } from './fixtures'

test.use({ javaScriptEnabled: false })

test('everything a person does works with forms alone', async ({ page }) => {
  // A visitor votes.
  await page.goto('/new')
  const entry = page.locator('article.entry').nth(3)
  const id = await entry.getAttribute('id')
  const bemoan = page.locator(`#${id}`).getByRole('button', { name: /I bemoan this too/ })
  const before = Number(await bemoan.locator('[data-count]').textContent())
  await bemoan.click()
  await expect(bemoan).toHaveAttribute('aria-pressed', 'true')
  expect(Number(await bemoan.locator('[data-count]').textContent())).toBe(before + 1)

  // Signs up: a taken or bad handle comes back with the form filled in.
  const handle = newHandle()
  await page.goto('/signup')
  await page.getByLabel('Handle').fill('kettle')
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign up' }).click()
  await expect(page.getByRole('alert')).toContainText('taken')
  await expect(page.getByLabel('Handle')).toHaveValue('kettle')
  await page.getByLabel('Handle').fill(handle)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign up' }).click()
  await expect(page.locator('.who')).toContainText(handle)

  // The vote moved to the account.
  await page.goto('/new')
  await expect(page.locator(`#${id}`).getByRole('button', { name: /I bemoan this too/ })).toHaveAttribute(
    'aria-pressed',
    'true',
  )

  // Bemoans: a text that is too short comes back with the form filled in.
  await page.goto('/submit')
  await page.getByLabel('What do you bemoan?').fill('Too short.')
  await pickTag(page, 'ci')
  await page.getByRole('button', { name: 'Bemoan', exact: true }).click()
  await expect(page.getByRole('alert').first()).toContainText('at least 20')
  await expect(page.getByLabel('What do you bemoan?')).toHaveValue('Too short.')
  await expect(page.locator('input[name=tags][value=ci]')).toBeChecked()
  const text = newText()
  await page.getByLabel('What do you bemoan?').fill(text)
  await page.getByRole('button', { name: 'Bemoan', exact: true }).click()
  await expect(page.locator('h1.bemoaning')).toContainText(text)
  const own = page.url()

  // Edits it.
  await page.locator('.entry').getByRole('link', { name: 'Edit' }).click()
  await page.getByLabel('What do you bemoan?').fill(`${text} Still.`)
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.locator('h1.bemoaning')).toContainText('Still.')
  await expect(page.locator('.entry .byline')).toContainText('edited')

  // Comments, replies, and marks the remedy.
  await page
    .locator('.comments > .comment-form textarea')
    .fill('Have you tried *nothing*, and been out of ideas?')
  await page.locator('.comments > .comment-form').getByRole('button', { name: 'Comment' }).click()
  await expect(page.locator('.comment .prose em')).toHaveText('nothing')
  await page
    .getByText(/^Reply to/)
    .first()
    .click()
  await page.locator('.answer textarea').first().fill('Twice.')
  await page.locator('.answer').first().getByRole('button', { name: 'Reply' }).click()
  await expect(page.locator('.thread .thread .comment')).toContainText('Twice.')
  await page.getByRole('button', { name: 'This is the remedy' }).first().click()
  await expect(page.getByRole('heading', { name: 'The remedy' })).toBeVisible()

  // Finds it by search, signs out, signs in.
  // The index follows within two seconds.
  await expect(async () => {
    await page.goto(`/search?q=${encodeURIComponent(text.split(' ')[2] ?? '')}`)
    await expect(page.locator('article.entry')).toHaveCount(1, { timeout: 100 })
  }).toPass({ timeout: 5_000 })
  await page.goto(`/u/${handle}`)
  await signOut(page)
  await expect(page.locator('.who')).toHaveText('sign in')
  await page.goto('/signin')
  await page.getByLabel('Handle').first().fill(handle)
  await page.getByLabel('Password').fill('not the right one')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('alert')).toContainText('That handle and password don’t match')
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.locator('.who')).toContainText(handle)

  // Deletes it: it is gone, and the page says so.
  await page.goto(own)
  await page.locator('.entry').getByRole('link', { name: 'Edit' }).click()
  await page.getByRole('button', { name: /^Delete #\d+/ }).click()
  const gone = await page.goto(own)
  expect(gone?.status()).toBe(410)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('was deleted by its author')
})
