import { bemoan, expect, newText, pickTag, signUp, test } from './fixtures'

test('a draft is kept until the server has it', async ({ page }) => {
  await signUp(page, '/submit')
  const text = newText()
  await page.getByLabel('What do you bemoan?').fill(text)
  await page.waitForTimeout(600)
  await page.reload()
  await expect(page.getByLabel('What do you bemoan?')).toHaveValue(text)
  await expect(page.locator('[data-draft-note]')).toContainText('Kept')
  await pickTag(page, 'ci')
  await page.getByRole('button', { name: 'Bemoan', exact: true }).click()
  await expect(page.locator('h1.bemoaning')).toContainText(text)
  await page.goto('/submit')
  await expect(page.getByLabel('What do you bemoan?')).toHaveValue('')
})

test('the countdown counts characters as a reader does', async ({ page }) => {
  await page.goto('/submit')
  const field = page.getByLabel('What do you bemoan?')
  await field.fill('👨‍👩‍👧‍👦'.repeat(490))
  await expect(page.locator('output[data-countdown]').first()).toContainText('10')
  await field.fill('x'.repeat(505))
  await expect(page.locator('output[data-countdown]').first()).toHaveClass(/over/)
})

test('a double click makes one bemoaning', async ({ page }) => {
  const handle = await signUp(page, '/submit')
  await page.getByLabel('What do you bemoan?').fill(newText())
  await pickTag(page, 'ci')
  await page.getByRole('button', { name: 'Bemoan', exact: true }).dblclick()
  await expect(page.locator('h1.bemoaning')).toBeVisible()
  await page.goto(`/u/${handle}`)
  await expect(page.locator('article.entry')).toHaveCount(1)
})

test('tags are found by typing, also by a synonym', async ({ page }) => {
  await page.goto('/submit')
  await page.getByLabel('Find a tag').fill('sql')
  await expect(page.locator('.tag-choice:visible')).toHaveCount(1)
  await page.getByLabel('Find a tag').press('Enter')
  await expect(page.locator('input[name=tags][value=database]')).toBeChecked()
  const preview = page.locator('[data-card-preview]')
  await expect(preview).toBeEmpty()
  await page
    .getByLabel('What do you bemoan?')
    .fill('The index is in the database, and so is <b>my weekend</b>.')
  await expect(preview.locator('.bemoaning')).toContainText('so is <b>my weekend</b>. IBTSOCS')
  await expect(preview.locator('.byline')).toContainText('database')
})

test('a real key never leaves the browser; an email address only causes a warning', async ({ page }) => {
  await signUp(page, '/submit')
  const field = page.getByLabel('What do you bemoan?')
  await field.fill(
    `I pasted my key ${'gh'}p_${'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'} into the wrong window again.`,
  )
  await pickTag(page, 'security')
  await page.getByRole('button', { name: 'Bemoan', exact: true }).click()
  await expect(page.locator('[data-secrets]')).toBeVisible()
  expect(new URL(page.url()).pathname).toBe('/submit')
  await page.locator('[data-secrets] button').first().click()
  await expect(field).not.toHaveValue(/ghp_/)
})

test('similar ones appear while typing, and voting on one is enough', async ({ page }) => {
  const other = newText()
  await signUp(page)
  await bemoan(page, other)
  await page.goto('/submit')
  await page
    .getByLabel('What do you bemoan?')
    .fill(other.replace('nothing works at all', 'nothing ever works'))
  const same = page.locator('[data-similar] button').first()
  await expect(same).toBeVisible()
})

test('posting the same text again within a day shows a link to the first', async ({ page }) => {
  const text = newText()
  await signUp(page)
  await bemoan(page, text)
  await page.goto('/submit')
  await page.getByLabel('What do you bemoan?').fill(text.toUpperCase())
  await pickTag(page, 'ci')
  await page.getByRole('button', { name: 'Bemoan', exact: true }).click()
  await expect(page.getByRole('alert').first()).toContainText('has already been bemoaned')
  await expect(page.getByLabel('What do you bemoan?')).toHaveValue(text.toUpperCase())
})

test('the preview renders Markdown in the details, and shows scripts as text', async ({ page }) => {
  await signUp(page)
  await bemoan(page, newText(), {
    details: '**bold**\n\n```js\nconst a = 1\n```\n\n<script>alert(1)</script>',
  })
  await expect(page.locator('.details strong')).toHaveText('bold')
  await expect(page.locator('.details .hljs-keyword')).toHaveText('const')
  await expect(page.locator('.details')).toContainText('<script>alert(1)</script>')
})

test('without an account it takes a proof of work in the browser, and waits for the jury', async ({
  page,
}) => {
  const text = newText()
  await page.goto('/submit')
  await page.getByLabel('What do you bemoan?').fill(text)
  await pickTag(page, 'ci')
  await expect(page.getByText('Without a script')).toBeHidden()
  await page.getByRole('button', { name: 'Bemoan', exact: true }).click()
  await expect(page.getByText(/^Thank you\. #\d+ is waiting for the jury\./)).toBeVisible()
  await page.getByRole('link', { name: 'see where it stands, edit or delete it' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('is waiting for the jury')
  const edited = newText()
  await page.getByLabel('What do you bemoan?').fill(edited)
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('We saved your changes.')).toBeVisible()
  await expect(page.getByLabel('What do you bemoan?')).toHaveValue(edited)
  await page.getByRole('button', { name: /^Delete #/ }).click()
  await expect(page.getByText(/^#\d+ is deleted\.$/)).toBeVisible()
  await page.goto('/submit')
  await expect(page.getByText('Sent from this browser without an account')).toHaveCount(0)
  await page.goto('/new')
  await expect(page.getByText(text)).toHaveCount(0)
})
