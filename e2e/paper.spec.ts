import { checkNow } from './axe-check'
import { bemoan, expect, newText, signUp, test } from './fixtures'

const after = (selector: string) =>
  `getComputedStyle(document.querySelector(${JSON.stringify(selector)}), '::after').content`

test('paper keeps the comments of a bemoaning and of a post, and the exact times', async ({ page }) => {
  await signUp(page)
  const address = await bemoan(page, newText())
  await page.locator('#comments form[data-draft] textarea').last().fill('It was the cache.')
  await page.getByRole('button', { name: 'Comment', exact: true }).last().click()
  await expect(page).toHaveURL(/#c\d+$/)
  await page.emulateMedia({ media: 'print' })
  for (const shown of ['h1.bemoaning', '#comments .comment', '.byline time'])
    await expect(page.locator(shown).first()).toBeVisible()
  for (const hidden of ['.comment-form', '.watch', '.site-footer', '.comment-actions', '.actions', '.who'])
    await expect(page.locator(hidden).first()).toBeHidden()
  expect(await page.evaluate(after('.byline time'))).toMatch(/\(.*20\d\d at \d\d:\d\d UTC/)
  expect((await page.pdf()).length).toBeGreaterThan(5_000)
  await page.emulateMedia({ media: 'screen' })
  await page.goto('/blog/randomart')
  await page.locator('#comments form[data-draft] textarea').last().fill('A fine picture.')
  await page.getByRole('button', { name: 'Comment', exact: true }).last().click()
  await page.emulateMedia({ media: 'print' })
  await expect(page.locator('#comments')).toContainText('A fine picture.')
  await expect(page.locator('#comments .comment').first()).toBeVisible()
  expect(address).toContain('/b/')
})

test('each time says the exact one to a mouse, to a key and to a finger', async ({ page }) => {
  await page.goto('/new')
  for (const path of ['/new', '/log', '/u/kettle', '/blog', '/fixed']) {
    await page.goto(path)
    const silent = await page
      .locator('time')
      .evaluateAll((times) =>
        times
          .filter(
            (time) => !(time as HTMLElement).title && !/^\d{1,2} \w+ \d{4}$/.test(time.textContent ?? ''),
          )
          .map((time) => time.outerHTML),
      )
    expect(silent, path).toEqual([])
  }
  await page.goto('/new')
  const time = page.locator('.byline time').first()
  await expect(time).toHaveAttribute('title', /^\d{1,2} \w+ 20\d\d at \d\d:\d\d UTC$/)
  expect(await page.evaluate(after('.byline time'))).toBe('none')
  await time.focus()
  expect(await page.evaluate(after('.byline time'))).toMatch(/\(.*UTC/)
  await checkNow(page, '/new, with the focus on a time')
})

test('rules begin with four, and a link to a folded part opens it', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('/rules')
  await expect(page.locator('article > ol > li')).toHaveCount(4)
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(2_500)
  await expect(page.getByText('We show every vote.')).toBeHidden()
  for (const summary of await page.locator('.rule-group > summary').all()) await summary.click()
  await checkNow(page, '/rules, unfolded')
  await page.goto('/')
  await page.goto('/rules#votes')
  await expect(page.getByText('We show every vote.')).toBeInViewport()
  await page.emulateMedia({ media: 'print' })
  await page.goto('/')
  await page.goto('/rules')
  await expect(page.getByText('We show every vote.')).toBeVisible()
})

test('at 1280 pixels the last sentence of the sign-up is one line, and /state is as wide as its head', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.goto('/signup')
  const lines = await page
    .locator('main p.hint')
    .last()
    .evaluate(
      (hint) => hint.getBoundingClientRect().height / Number.parseFloat(getComputedStyle(hint).lineHeight),
    )
  expect(lines).toBeLessThan(1.5)
  await page.goto('/state')
  const widths = await page.evaluate(() =>
    ['.site-header', 'main', '.site-footer'].map(
      (part) => document.querySelector(part)?.getBoundingClientRect().width,
    ),
  )
  expect(new Set(widths).size, String(widths)).toBe(1)
})
