import type { Page } from 'playwright/test'
import { age, bemoan, expect, newText, signUp, test } from './fixtures'

async function journey(author: Page, other: Page): Promise<void> {
  const authorHandle = await signUp(author)
  const otherHandle = await signUp(other)
  await age(otherHandle, 3)
  const fixes = async (): Promise<number> =>
    ((await (await author.request.get('/api/v1/state?window=week')).json()) as { fixes: number }).fixes
  const fixedBefore = await fixes()
  const text = newText()
  const address = await bemoan(author, text)

  await test.step('a second person bemoans it too, and is bitten again', async () => {
    await other.goto(address)
    const bite = other.getByRole('button', { name: 'Bit me again' })
    await expect(bite).toBeHidden()
    await other.getByRole('button', { name: /I bemoan this too/ }).click()
    await bite.click()
    await expect(other.getByRole('button', { name: 'It bit me today' })).toBeVisible()
    await expect(other.locator('.bitten')).toHaveText('bit somebody again just now')
    await expect(other.getByRole('img', { name: /Bit again 1 time in the last 52 weeks/ })).toBeVisible()
  })

  await test.step('their comment is the remedy, and they are notified', async () => {
    await other.getByRole('textbox', { name: 'Your comment' }).fill('Turn it off and leave it off.')
    await other.getByRole('button', { name: 'Comment', exact: true }).click()
    await author.goto(address)
    await author.getByRole('button', { name: 'This is the remedy' }).click()
    await expect(author.getByRole('heading', { name: 'The remedy' })).toBeVisible()
    await other.goto('/')
    await other.getByRole('link', { name: '1 new' }).click()
    await expect(other.getByRole('link', { name: 'Your comment is the remedy.' })).toBeVisible()
    await other.getByRole('button', { name: 'Mark all as read' }).click()
    await expect(other.getByRole('button', { name: 'Mark all as read' })).toHaveCount(0)
  })

  await test.step('they propose that it got fixed; a bad link comes back with the form filled in', async () => {
    await other.goto(address)
    await other.getByText('It got fixed', { exact: true }).click()
    const link = other.getByLabel('Link, if you have one')
    await link.evaluate((input: HTMLInputElement) => input.removeAttribute('type'))
    await link.fill('release two')
    await other.getByLabel('Note, if').fill('In the nightly already.')
    await other.getByRole('button', { name: 'Propose' }).click()
    await expect(other.getByRole('alert')).toContainText('https://')
    await expect(other.getByLabel('Note, if')).toHaveValue('In the nightly already.')
    await other.getByLabel('Link, if you have one').fill('https://example.org/releases/2.0')
    await other.getByRole('button', { name: 'Propose' }).click()
    await expect(other.locator('.proposal')).toContainText('example.org/releases/2.0')
    await expect(other.locator('.proposal')).toContainText('0 of 3 trusted users')
  })

  await test.step('the author is notified and confirms; everyone who bemoaned it is notified', async () => {
    await author.goto('/inbox')
    await author.getByRole('link', { name: /Somebody says it got fixed/ }).click()
    await author.getByRole('button', { name: 'Confirm' }).click()
    await expect(author.locator('.standing')).toContainText('Fixed within a day, its author says')
    await other.goto('/inbox')
    await expect(other.getByRole('link', { name: 'Fixed within a day.' })).toBeVisible()
  })

  await test.step('the State of Computer Science counts it', async () => {
    await expect.poll(fixes, { timeout: 100_000, intervals: [2_000] }).toBeGreaterThan(fixedBefore)
    await author.goto('/state?window=week')
    await expect(author.getByRole('heading', { name: 'State of Computer Science' })).toBeVisible()
  })

  await test.step('the Hall of Fixed shows it, and the author says how it ended', async () => {
    await author.goto('/fixed')
    await expect(author.locator('.bemoaning').filter({ hasText: text })).toBeVisible()
    await author.goto(address)
    await author.getByText('Tell how it ended').click()
    await author.getByLabel('How it ended').fill('We sold the printer to a competitor.')
    await author.getByRole('button', { name: 'Add the ending' }).click()
    await expect(author.locator('.ending')).toContainText('We sold the printer to a competitor.')
    await expect(author.getByText('Tell how it ended')).toHaveCount(0)
    await expect(author.getByText(authorHandle).first()).toBeVisible()
  })
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled })
    test('the life of a complaint: remedy, bitten again, proposed fix, confirmed, notified, ended', async ({
      page,
      browser,
    }) => {
      const context = await browser.newContext({ javaScriptEnabled })
      await journey(page, await context.newPage())
      await context.close()
    })
  })
}

test('every ranked card explains its rank, with its own numbers', async ({ page }) => {
  await page.goto('/')
  const entry = page.locator('article.entry').first()
  const bemoaned = Number(await entry.locator('.vote-bemoan [data-count]').textContent())
  await entry.getByRole('link', { name: /Why here/ }).click()
  await expect(page.getByRole('heading', { name: 'Why is this here?' })).toBeVisible()
  await expect(page.locator('.sum tbody tr').first()).toContainText(String(bemoaned))
  await page.goto('/new')
  await expect(page.getByRole('link', { name: /Why here/ })).toHaveCount(0)
})
