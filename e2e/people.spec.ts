import type { Page } from 'playwright/test'
import { checkNow } from './axe-check'
import { bemoan, expect, makeModerator, newText, signUp, test } from './fixtures'

/** Comments on a bemoaning, by somebody in another browser. */
async function say(page: Page, address: string, text: string): Promise<void> {
  await page.goto(address)
  await page.locator('#comments form[data-draft] textarea').last().fill(text)
  await page.getByRole('button', { name: 'Comment', exact: true }).last().click()
  await expect(page).toHaveURL(/#c\d+$/)
}

/** Runs in the page: the lines of byline and votes under each text, and the links and buttons that are too small. */
function metaOfEntries(): { lines: number[]; small: string[] } {
  const isShown = (element: Element) => element.getClientRects().length > 0
  // Others write meanwhile; what has three tags, or a state, may need another line.
  const entries = [
    ...document.querySelectorAll('.entries .entry:not(:has(.state, .bitten, .tag ~ .tag ~ .tag))'),
  ]
  const lines = entries.map((entry) => {
    const parts = [...entry.querySelectorAll('.byline > *, .vote, .links > a')].filter(isShown)
    const middles = parts
      .map((part) => {
        const { top, bottom } = part.getBoundingClientRect()
        return (top + bottom) / 2
      })
      .sort((a, b) => a - b)
    // What stands in one line has its middle at nearly the same height.
    return middles.filter((middle, n) => n === 0 || middle - (middles[n - 1] ?? 0) > 8).length
  })
  const small = [...document.querySelectorAll('.entries :is(.byline a, .vote, .links a, .saved)')]
    .filter(isShown)
    .flatMap((target) => {
      const { width, height } = target.getBoundingClientRect()
      return Math.min(width, height) < 24 ? [`${target.textContent}: ${width} x ${height}`] : []
    })
  return { lines, small }
}

for (const javaScriptEnabled of [true, false])
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled })
    /** axe is a script itself. */
    const accessible = async (page: Page, name: string) => {
      if (javaScriptEnabled) await checkNow(page, name)
    }

    test('opening a notice marks it as read, and its excerpt has no signs of Markdown', async ({
      page,
      browser,
    }) => {
      const other = await (await browser.newContext()).newPage()
      await signUp(other)
      await signUp(page)
      const address = await bemoan(page, newText())
      await say(other, address, 'It was **the cache**, and _only_ the cache.')
      await say(other, address, 'And `DNS`, as always.')
      await page.goto('/inbox')
      await expect(page.locator('.who')).toContainText('2 new')
      const [newest, first] = [page.locator('.notice-entry').first(), page.locator('.notice-entry').last()]
      await expect(first.locator('.notice-said')).toHaveText('It was the cache, and only the cache.')
      await expect(newest.locator('.notice-said')).toHaveText('And DNS, as always.')
      await accessible(page, '/inbox with two notices')
      await first.getByRole('link').first().click()
      await expect(page).toHaveURL(/\/b\/\d+\/[^#]+#c\d+$/)
      await expect(page.locator('#comments')).toContainText('It was the cache')
      await expect(page.locator('.who')).toContainText('1 new')
      await page.goto('/inbox')
      await expect(page.locator('.notice-entry[data-unread]')).toHaveCount(1)
      await expect(page.locator('.notice-entry[data-unread]')).toContainText('And DNS')
      await other.context().close()
    })

    test('somebody is followed on their page, and unfollowed in the list', async ({ page, browser }) => {
      const other = await (await browser.newContext()).newPage()
      const handle = await signUp(other)
      await signUp(page, `/u/${handle}`)
      await expect(
        page.getByText(`${handle} joined just now, and their bemoanings and comments will appear here.`),
      ).toBeVisible()
      await page.getByRole('button', { name: `Follow ${handle}` }).click()
      const button = page.getByRole('button', { name: `Following ${handle}` })
      await expect(button).toHaveAttribute('aria-pressed', 'true')
      await accessible(page, 'the page of somebody new')
      const text = newText()
      await bemoan(other, text)
      await page.goto('/following')
      await expect(page.locator('article.entry')).toHaveCount(1)
      await expect(page.locator('article.entry')).toContainText(text)
      await page.getByText('You follow 1 person').click()
      await accessible(page, '/following, with what is followed')
      await page.locator('.row', { hasText: handle }).getByRole('button', { name: 'Unfollow' }).click()
      await expect(page.getByText('You don’t follow any tags or people yet.')).toBeVisible()
      await other.context().close()
    })

    test('a line about oneself is written in the settings; too long, it comes back whole', async ({
      page,
    }) => {
      const handle = await signUp(page, '/settings')
      const line = 'I boil kettles. See https://example.org/kettles.'
      await page.getByLabel('Your line').fill('x'.repeat(301))
      await page.getByRole('button', { name: 'Save the line' }).click()
      await expect(page.getByLabel('Your line')).toHaveValue('x'.repeat(301))
      await expect(page.getByText('shorten it to 300').first()).toBeVisible()
      await page.getByLabel('Your line').fill(line)
      await page.getByRole('button', { name: 'Save the line' }).click()
      await expect(page.getByText('Saved. It’s on your page now.')).toBeVisible()
      await page.goto(`/u/${handle}`)
      await expect(page.locator('.profile-about')).toHaveText(line)
      await expect(page.locator('.profile-about a'), 'a new account posts no links').toHaveCount(0)
      await expect(page.getByText('Your bemoanings and comments appear here, except')).toBeVisible()
    })

    test('lists are compact by a button in the footer, for somebody signed out', async ({ page }) => {
      await page.setViewportSize({ width: 1280, height: 900 })
      await page.goto('/new')
      const list = page.locator('.entries')
      const height = (await list.boundingBox())?.height ?? 0
      const button = page.getByRole('form', { name: 'Density' }).getByRole('button', { name: 'Compact' })
      const kept = page.waitForResponse('**/density')
      await button.click()
      await kept
      await expect(page.locator('html')).toHaveAttribute('data-density', 'compact')
      await expect(button).toHaveAttribute('aria-pressed', 'true')
      await page.goto('/')
      await expect(page.locator('html')).toHaveAttribute('data-density', 'compact')
      await expect(page.locator('.entries .art').first()).toBeHidden()
      await page.goto('/new')
      expect((await list.boundingBox())?.height).toBeLessThan(0.6 * height)
      const entry = page.locator('article.entry', { hasNot: page.locator('.state') }).first()
      const [byline, votes] = [
        await entry.locator('.byline').boundingBox(),
        await entry.locator('.actions').boundingBox(),
      ]
      expect(Math.abs((byline?.y ?? 0) - (votes?.y ?? 99)), 'one line of meta').toBeLessThan(12)
      await expect(entry.getByRole('button', { name: /^I bemoan this too/ })).toBeVisible()
      await accessible(page, '/new, compact')
      await page.setViewportSize({ width: 390, height: 844 })
      if (javaScriptEnabled) {
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
        const { lines, small } = await page.evaluate(metaOfEntries)
        expect(Math.max(...lines), 'at most two lines under a text').toBeLessThanOrEqual(2)
        expect(lines.filter((count) => count === 1).length, 'often one').toBeGreaterThan(lines.length / 4)
        expect(small, 'targets of less than 24 pixels').toEqual([])
      }
      await accessible(page, '/new, compact, on a phone')
      await page.getByRole('form', { name: 'Density' }).getByRole('button', { name: 'Roomy' }).click()
      await expect(page.locator('html')).not.toHaveAttribute('data-density')
    })

    test('a new token is in view, in a field of its own', async ({ page, context }) => {
      await signUp(page, '/settings')
      await page.getByLabel('Name', { exact: true }).last().fill('laptop')
      await page.getByRole('button', { name: 'Make a token' }).click()
      const field = page.getByLabel('Your new token.')
      await expect(field).toBeInViewport()
      await expect(field).toHaveAttribute('readonly')
      const token = await field.inputValue()
      expect(token).toMatch(/^\S{20,}$/)
      await accessible(page, '/settings with a token')
      const copy = page.locator('.fresh-token').getByRole('button', { name: 'Copy' })
      if (!javaScriptEnabled) return expect(copy).toHaveCount(0)
      await context.grantPermissions(['clipboard-read', 'clipboard-write'])
      await copy.click()
      await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible()
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(token)
      await field.focus()
      expect(await page.evaluate(() => getSelection()?.toString())).toBe(token)
    })
  })

test('a moderator removes the line of somebody, with a reason', async ({ page, browser }) => {
  const other = await (await browser.newContext()).newPage()
  const handle = await signUp(other, '/settings')
  await other.getByLabel('Your line').fill('I sell kettles.')
  await other.getByRole('button', { name: 'Save the line' }).click()
  await makeModerator(await signUp(page))
  await page.goto(`/u/${handle}`)
  await page.getByText('Remove the line', { exact: true }).first().click()
  await page.getByLabel('Reason').fill('It advertises.')
  await checkNow(page, 'a line, being removed')
  await page.getByRole('button', { name: 'Remove the line' }).click()
  await expect(page.locator('.profile-about')).toHaveCount(0)
  await other.goto('/inbox')
  await expect(other.getByText('A moderator removed the line on your page.')).toBeVisible()
  await expect(other.getByText('It advertises.')).toBeVisible()
  await other.context().close()
})

test('remedies stand first on the page of whoever found them', async ({ page, browser }) => {
  const other = await (await browser.newContext()).newPage()
  const handle = await signUp(other)
  await signUp(page)
  const address = await bemoan(page, newText())
  await say(other, address, 'Switch it off.')
  await bemoan(other, newText())
  await page.goto(address)
  await page.getByRole('button', { name: /^This is the remedy/ }).click()
  await page.goto(`/u/${handle}`)
  const [remedy, list] = [
    await page.getByText('Switch it off.').boundingBox(),
    await page.locator('.entries').boundingBox(),
  ]
  expect(remedy?.y ?? 9_999).toBeLessThan(list?.y ?? 0)
  await expect(page.locator('.parts a').first()).toHaveText('1 remedy')
  await checkNow(page, 'a profile with a remedy')
  await other.context().close()
})
