import { feeds } from '@/core/feeds'
import { expect, test } from './fixtures'

test('the front page shows whole bemoanings, and More continues without repeats', async ({ page }) => {
  await page.goto('/')
  await expect(page.locator('article.entry')).toHaveCount(25)
  const first = await page.locator('article.entry').evaluateAll((entries) => entries.map((entry) => entry.id))
  await expect(page.locator('.bemoaning .stamp').first()).toHaveText('IBTSOCS')
  await page.getByRole('link', { name: 'More bemoanings' }).click()
  const second = await page
    .locator('article.entry')
    .evaluateAll((entries) => entries.map((entry) => entry.id))
  expect(first.filter((id) => second.includes(id))).toEqual([])
})

test('every feed opens and gives its address', async ({ page }) => {
  for (const { path, title } of feeds) {
    await page.goto(path)
    const name = path === '/' ? 'I Bemoan The State Of Computer Science' : title
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(name)
    await expect(page.locator('article.entry').first()).toBeVisible()
  }
})

test('a permalink shows the text, the details, the remedy and the threads', async ({ page }) => {
  await page.goto('/fixed')
  await page.locator('.bemoaning-link').first().click()
  await expect(page.locator('h1.bemoaning')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'The remedy' })).toBeVisible()
  await expect(page.locator('.comment').first()).toBeVisible()
})

test('random shows a different one each time, without repeats for a while', async ({ page }) => {
  const seen = new Set<string>()
  for (let i = 0; i < 12; i += 1) {
    await page.goto('/random')
    seen.add(new URL(page.url()).pathname)
  }
  expect(seen.size).toBe(12)
})

test('the next random one is loaded before it is asked for', async ({ page, context }) => {
  await page.goto('/random')
  const preloads = await context.newCDPSession(page)
  const ready = new Promise((resolve) =>
    preloads.on('Preload.prefetchStatusUpdated', ({ prefetchUrl, status }) => {
      if (prefetchUrl.endsWith('/random') && status === 'Ready') resolve(null)
    }),
  )
  await preloads.send('Preload.enable')
  await ready
  await page.getByRole('link', { name: 'Another one' }).click()
  await expect(page).toHaveURL(/from=random/)
  const delivered = await page.evaluate(() => {
    const [entry] = performance.getEntriesByType('navigation')
    return (entry as PerformanceNavigationTiming & { deliveryType: string }).deliveryType
  })
  expect(delivered).toBe('navigational-prefetch')
})

test('search finds texts, and says kindly when there are no results', async ({ page }) => {
  await page.goto('/search')
  await page.getByRole('searchbox').fill('backup')
  await page.getByRole('button', { name: 'Search' }).click()
  await expect(page.locator('article.entry').first()).toContainText(/backup/i)
  await page.goto('/search?q=zzzqqqxxx')
  await expect(page.getByText('Nobody has bemoaned that yet.')).toBeVisible()
})

test('the colour scheme can be chosen and is remembered, without a flash', async ({ page }) => {
  await page.goto('/')
  const kept = page.waitForResponse('**/theme')
  await page.getByRole('button', { name: 'Dark', exact: true }).click()
  await kept
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.goto('/new')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.getByRole('button', { name: 'As the system' }).click()
  await expect(page.locator('html')).not.toHaveAttribute('data-theme')
})

test('nothing moves while a page loads', async ({ page }) => {
  for (const path of ['/', '/submit', '/fixed']) {
    await page.goto(path)
    await page.waitForTimeout(800)
    const shift = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let sum = 0
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries())
              sum += (entry as PerformanceEntry & { value: number }).value
          }).observe({ type: 'layout-shift', buffered: true })
          setTimeout(() => resolve(sum), 300)
        }),
    )
    expect(shift, path).toBeLessThan(0.005)
  }
})

test('a visitor from elsewhere sees the page without waiting for the stylesheet, which is cached for the next one', async ({
  page,
}) => {
  await page.goto('/', { waitUntil: 'networkidle' })
  await expect(page.locator('link[rel=stylesheet]')).toHaveCount(0)
  const sheets = await page.evaluate(() => [...document.styleSheets].map(({ cssRules }) => cssRules.length))
  expect(sheets.length).toBe(1)
  await page.getByRole('link', { name: 'More bemoanings' }).click()
  await page.waitForLoadState('networkidle')
  const href = await page.locator('link[rel=stylesheet]').getAttribute('href')
  const again = await page.evaluate(() => [...document.styleSheets].map(({ cssRules }) => cssRules.length))
  expect(again, 'the same rules').toEqual(sheets)
  const [sent] = await page.evaluate(
    (name) =>
      performance
        .getEntriesByName(new URL(String(name), location.href).href)
        .map((one) => (one as PerformanceResourceTiming).transferSize),
    href,
  )
  expect(sent, 'from the cache of the browser').toBe(0)
})
