import type { BrowserContext, Page } from 'playwright/test'
import { bemoan, expect, newText, pickTag, signOut, signUp, test } from './fixtures'

test.use({ serviceWorkers: 'allow' })

/** Waits until the service worker controls this page: from then on it caches the pages read. */
async function withWorker(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
  await page.reload()
  await page.waitForFunction(
    async () => (await caches.open('pages').then((cache) => cache.keys())).length > 0,
  )
}

/** Opens a page and waits until it is cached. */
async function read(page: Page, path: string): Promise<void> {
  await page.goto(path)
  const { pathname } = new URL(page.url())
  await page.waitForFunction(
    async (kept) => (await caches.open('pages').then((cache) => cache.match(kept))) !== undefined,
    pathname,
  )
}

const writes = (context: BrowserContext): string[] => {
  const sent: string[] = []
  // Only requests that finished: failed attempts do not count.
  context.on('requestfinished', (request) => {
    if (request.method() !== 'GET' && request.url().includes('/api/v1/'))
      sent.push(`${request.method()} ${new URL(request.url()).pathname.replace(/\/\d+\//, '/N/')}`)
  })
  return sent
}

test('offline, the last lists and texts can be read; a vote and a bemoaning wait, and are sent once', async ({
  page,
  context,
}) => {
  const handle = await signUp(page)
  await withWorker(page)
  await read(page, '/submit')
  await read(page, '/new')
  const href = (await page.locator('.bemoaning-link').nth(4).getAttribute('href')) ?? ''
  await read(page, href)
  const text = (await page.locator('h1.bemoaning').textContent()) ?? ''
  await read(page, '/top/year')

  await context.setOffline(true)
  await page.goto('/new')
  await expect(page.locator('article.entry')).toHaveCount(25)
  await expect(page.getByText('You’re offline. This page may have changed')).toBeVisible()
  await page.goto(href)
  await expect(page.locator('h1.bemoaning')).toHaveText(text)
  await page.goto('/top/year')
  await expect(page.locator('article.entry').first()).toBeVisible()
  await page.goto('/state?window=all')
  await expect(page.getByRole('heading', { name: 'You’re offline.' })).toBeVisible()
  await expect(page.locator('[data-kept] a[href="/new"]')).toBeVisible()

  // A vote and a bemoaning, made offline.
  const sent = writes(context)
  await page.goto(href)
  const vote = page.locator('.entry').getByRole('button', { name: /I bemoan this too/ })
  const before = Number(await vote.locator('[data-count]').textContent())
  await vote.click()
  await expect(page.locator('#content').getByText(/We send it when you are online/)).toBeVisible()
  await page.goto('/submit')
  const draft = newText()
  await page.getByLabel('What do you bemoan?').fill(draft)
  await pickTag(page, 'ci')
  await page.getByRole('button', { name: 'Bemoan', exact: true }).click()
  await expect(page.locator('[data-unsent]')).toContainText(draft)
  await expect(page.getByLabel('What do you bemoan?')).toHaveValue('')
  await page.reload()
  await expect(page.locator('[data-unsent]')).toContainText('We post it when you are online')
  expect(sent.filter((line) => !line.includes('similar'))).toEqual([])

  await context.setOffline(false)
  await expect(page.locator('.toast')).toContainText('Bemoaned: #')
  await expect(page.locator('[data-unsent] li')).toHaveCount(0)
  await page.waitForTimeout(2_000)
  await page.reload()
  await page.waitForTimeout(1_000)
  const other = await context.newPage()
  await other.goto(`/u/${handle}`)
  await expect(other.locator('article.entry')).toHaveCount(1)
  await expect(other.locator('article.entry')).toContainText(draft)
  await other.goto(href)
  const after = other.locator('.entry').getByRole('button', { name: /I bemoan this too/ })
  await expect(after).toHaveAttribute('aria-pressed', 'true')
  expect(Number(await after.locator('[data-count]').textContent())).toBe(before + 1)
  expect(sent.filter((line) => line.startsWith('POST'))).toEqual(['POST /api/v1/bemoanings'])
  expect(sent.filter((line) => line.includes('/vote'))).toEqual(['PUT /api/v1/bemoanings/N/vote'])
})

test('pages cached for one person are shown to nobody else: they go at sign-out, and when another person signs in', async ({
  page,
  context,
}) => {
  const first = await signUp(page)
  await withWorker(page)
  await read(page, '/new')
  await read(page, '/submit')
  await context.setOffline(true)
  await page.goto('/new')
  await expect(page.locator('.who')).toContainText(first)
  await page.goto('/submit')
  await page.getByLabel('What do you bemoan?').fill(newText())
  await pickTag(page, 'ci')
  await page.getByRole('button', { name: 'Bemoan', exact: true }).click()
  await expect(page.locator('[data-unsent] li')).toHaveCount(1)
  await context.setOffline(false)
  await context.clearCookies()

  // The session has ended elsewhere: the next page from the site is a signed-out one.
  await read(page, '/fixed')
  // The page's script has the worker clear its cache and store this page again, possibly after it was first stored.
  const kept = () =>
    page.evaluate(async () =>
      (await caches.open('pages').then((cache) => cache.keys()))
        .map(({ url }) => new URL(url).pathname)
        .sort(),
    )
  await expect.poll(kept).toEqual(['/-/owner', '/fixed'])
  const second = await signUp(page)
  await read(page, '/new')
  await page.waitForTimeout(1_500)
  await page.goto(`/u/${second}`)
  await expect(page.locator('article.entry')).toHaveCount(0)
  await page.goto('/submit')
  await expect(page.locator('[data-unsent] li')).toHaveCount(0)

  await page.goto(`/u/${second}`)
  await signOut(page)
  await expect(page.getByRole('link', { name: 'sign in' })).toBeVisible()
  await context.setOffline(true)
  await page.goto('/new')
  await expect(page.getByRole('heading', { name: 'You’re offline.' })).toBeVisible()
  await expect(page.locator('body')).not.toContainText(second)
})

test('a form that cannot be sent keeps its text', async ({ page, context }) => {
  await signUp(page)
  await withWorker(page)
  await bemoan(page, newText())
  const comment = `A comment by ${newText()}`
  await page.locator('#comments form[data-draft] textarea').last().fill(comment)
  await context.setOffline(true)
  await page.getByRole('button', { name: 'Comment', exact: true }).last().click()
  await expect(page.getByRole('heading', { name: 'You’re offline.' })).toBeVisible()
  await context.setOffline(false)
  await page.goBack()
  await expect(page.locator('#comments form[data-draft] textarea').last()).toHaveValue(comment)
})
