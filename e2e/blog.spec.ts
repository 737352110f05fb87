import { checkNow } from './axe-check'
import { expect, signUp, test } from './fixtures'

test('the bishop walks step by step, and pasted keys stay in the browser', async ({ page }) => {
  await page.goto('/blog/randomart')
  const art = page.getByRole('img', { name: /^Randomart of SHA256:\+DiY3/ })
  await expect(art).toContainText('+----[SHA256]-----+')
  const slider = page.getByRole('slider', { name: 'Moves of the bishop' })
  await slider.fill('1')
  await expect(page.getByText('Move 1 of 128: byte 1 is f8, its bits 00 say up and left.')).toBeVisible()
  await page.getByRole('button', { name: 'Previous move' }).click()
  await expect(page.locator('.bishop-said')).toContainText('Before the first move')
  const sent: string[] = []
  page.on('request', (request) => sent.push(request.url()))
  await page.getByLabel('A public key line').fill('MD5:20:e9:b0:5b:5a:2b:ad:e8:4d:e4:b3:a0:32:49:2d:97')
  await expect(page.getByText('Move 64 of 64')).toBeVisible()
  await page.getByLabel('A public key line').fill('garbage')
  await expect(page.getByText('That doesn’t look like an SSH public key or a fingerprint.')).toBeVisible()
  expect(sent).toEqual([])
  await checkNow(page, 'the bishop')
})

test('the randomart page draws without sending anything, and by address without a script', async ({
  page,
  browser,
}) => {
  await page.goto('/randomart')
  await page
    .getByLabel('A public key line, or a fingerprint')
    .fill('SHA256:kmYcvdi2GkPeWxB6XLjrZB8JHsy2Hm8luHMFp9GMvqk')
  await page.getByRole('button', { name: 'Draw it' }).click()
  await expect(page.getByText('Move 128 of 128')).toBeVisible()
  expect(new URL(page.url()).search).toBe('')
  await checkNow(page, '/randomart')
  const context = await browser.newContext({ javaScriptEnabled: false })
  const plain = await context.newPage()
  await plain.goto('/randomart')
  await plain
    .getByLabel('A public key line, or a fingerprint')
    .fill('SHA256:kmYcvdi2GkPeWxB6XLjrZB8JHsy2Hm8luHMFp9GMvqk')
  await plain.getByRole('button', { name: 'Draw it' }).click()
  await expect(plain.getByRole('img', { name: /kmYcvdi2/ })).toContainText('E=o')
  await context.close()
})

test('code can be copied, tables can be sorted', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto('/blog/what-a-syscall-costs')
  await page.getByRole('button', { name: 'Copy' }).first().click()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('cc -O2 -o cost cost.c\n./cost\n')
  const table = page.locator('table[data-sort]').first()
  await table.getByRole('button', { name: 'create a process' }).click()
  await expect(table.locator('tbody tr').first()).toContainText('Singularity, by software')
  await table.getByRole('button', { name: 'create a process' }).click()
  await expect(table.locator('tbody tr').first()).toContainText('Windows')
  await expect(table.getByRole('columnheader', { name: 'create a process' })).toHaveAttribute(
    'aria-sort',
    'descending',
  )
  await checkNow(page, 'a sorted table')
})

test('a recipe scales, remembers ticked items, and shows one step at a time', async ({ page }) => {
  await page.goto('/blog/black-bean-soup')
  await page.getByRole('link', { name: 'One serving fewer' }).click()
  await expect(page).toHaveURL(/servings=5/)
  await expect(page.getByRole('spinbutton', { name: 'Servings' })).toHaveValue('5')
  await page.getByRole('link', { name: '×½' }).click()
  await expect(page.getByText('2 cans (15 oz each)').first()).toBeVisible()
  await page.getByRole('link', { name: 'metric' }).click()
  await expect(page).toHaveURL(/servings=3&units=metric/)
  await expect(page.getByText('850').first()).toBeVisible()
  await page.goto('/blog/black-bean-soup')
  await expect(page).toHaveURL(/units=metric/, { timeout: 5_000 })
  await page.getByRole('checkbox', { name: /vegetable oil/ }).check()
  await page.reload()
  await expect(page.getByRole('checkbox', { name: /vegetable oil/ })).toBeChecked()
  await page.getByRole('button', { name: 'Clear all' }).click()
  await expect(page.getByRole('checkbox', { name: /vegetable oil/ })).not.toBeChecked()
  await page.getByRole('button', { name: 'Cook mode' }).click()
  const cook = page.getByRole('dialog', { name: 'Cook mode' })
  await expect(cook.getByRole('heading', { name: 'Sweat the vegetables' })).toBeVisible()
  await expect(cook.getByRole('status')).not.toBeEmpty()
  await cook.getByRole('button', { name: /^Vegetables: 15:00/ }).click()
  await expect(cook.getByRole('button', { name: /^Vegetables: 14:5/ })).toHaveAttribute(
    'aria-pressed',
    'true',
  )
  await cook.getByRole('button', { name: 'Next step' }).click()
  await expect(cook.getByRole('heading', { name: 'Rinse the beans' })).toBeVisible()
  await checkNow(page, 'cook mode')
  await page.reload()
  await page.getByRole('button', { name: 'Cook mode' }).click()
  await expect(cook.getByRole('heading', { name: 'Rinse the beans' })).toBeVisible()
  await page.keyboard.press('ArrowLeft')
  await expect(cook.getByRole('heading', { name: 'Sweat the vegetables' })).toBeVisible()
  await cook.getByRole('button', { name: 'Close' }).click()
})

test('a recipe prints on one page', async ({ page }) => {
  await page.goto('/blog/black-bean-soup?servings=12')
  await page.emulateMedia({ media: 'print' })
  const pdf = await page.pdf({ format: 'A4' })
  expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length).toBe(1)
})

test('comments on a post work without a script', async ({ page, browser }) => {
  const handle = await signUp(page, '/blog/why-we-bemoan')
  const cookies = await page.context().cookies()
  const context = await browser.newContext({ javaScriptEnabled: false })
  await context.addCookies(cookies)
  const plain = await context.newPage()
  await plain.goto('/blog/why-we-bemoan')
  await plain.getByLabel('Your comment', { exact: true }).fill(`Said by ${handle}.`)
  await plain.getByRole('button', { name: 'Comment' }).click()
  await expect(plain).toHaveURL(/\/blog\/why-we-bemoan#c\d+$/)
  await expect(plain.getByText(`Said by ${handle}.`)).toBeVisible()
  await context.close()
  await page.reload()
  await page.getByText(`Said by ${handle}.`).waitFor()
})

test('tags narrow a list and can be removed again', async ({ page }) => {
  await page.goto('/blog')
  await page.getByRole('link', { name: 'virtualization', exact: true }).first().click()
  await page.getByRole('link', { name: /^\+ linux/ }).click()
  await expect(page).toHaveURL(/\/blog\/tags\/linux\+virtualization$/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Linux + Virtualization')
  await page.getByRole('link', { name: '− linux' }).click()
  await expect(page).toHaveURL(/\/blog\/tags\/virtualization$/)
})
