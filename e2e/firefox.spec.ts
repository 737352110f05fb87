// Playwright's `test`, not that of the fixtures, which opens a page in Chromium.
import { type Browser, type BrowserContext, expect, type Page, test } from 'playwright/test'
import { firefoxPath, launchFirefox } from './firefox'
import { newText, pickTag, signIn, signOut, signUp } from './fixtures'
import { sideways, wideThings } from './narrow'

test.setTimeout(240_000)

test.describe('Firefox', () => {
  const path = firefoxPath()
  if (path === null) {
    const why = 'Firefox is not installed: apt-get install firefox-esr, or set FIREFOX_PATH'
    console.log(`Skipped in Firefox: ${why}.`)
    test.skip(true, why)
  }
  let browser: Browser
  let context: BrowserContext
  let page: Page
  test.beforeAll(async () => {
    browser = await launchFirefox(path ?? '')
  })
  test.afterAll(() => browser?.close())
  test.beforeEach(async () => {
    context = await browser.newContext({
      baseURL: `http://127.0.0.1:${process.env.E2E_PORT}`,
      serviceWorkers: 'allow',
    })
    page = await context.newPage()
  })
  test.afterEach(() => context.close())

  const withWorker = async () => {
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
    await page.reload()
  }

  test('signs up, bemoans, votes, comments, searches, signs out and in', async () => {
    const handle = await signUp(page)
    await withWorker()
    const text = newText()
    await page.goto('/submit')
    await page.getByLabel('What do you bemoan?').fill(text)
    await pickTag(page, 'ci')
    await page.getByRole('button', { name: 'Bemoan', exact: true }).click()
    await expect(page.locator('h1.bemoaning')).toContainText(text)
    await page.getByRole('textbox', { name: 'Your comment', exact: true }).fill('A comment out of Firefox.')
    await page.getByRole('button', { name: 'Comment', exact: true }).click()
    await expect(page.locator('.comment')).toContainText('A comment out of Firefox.')
    await page.goto('/new')
    const other = page.locator('article.entry:not([data-own])').first()
    await other.getByRole('button', { name: /I bemoan this too/ }).click()
    await expect(other.getByRole('button', { name: /I bemoan this too/ })).toHaveAttribute(
      'aria-pressed',
      'true',
    )
    await page.goto('/search')
    await page.getByRole('searchbox', { name: 'Search' }).fill(text.split(':')[0] ?? '')
    await page.getByRole('button', { name: 'Search' }).click()
    // The index follows within two seconds.
    await expect(async () => {
      await page.reload()
      await expect(page.locator('article.entry').first()).toContainText('the build is green', {
        timeout: 500,
      })
    }).toPass({ timeout: 10_000 })
    await signOut(page)
    await expect(page.getByRole('link', { name: 'sign in', exact: true })).toBeVisible()
    await signIn(page, handle)
  })

  test('a sent draft does not come back while the service worker answers', async () => {
    await signUp(page)
    await withWorker()
    const field = page.getByLabel('What do you bemoan?')
    await page.goto('/submit')
    const kept = newText()
    await field.fill(kept)
    await page.waitForTimeout(500)
    await page.goto('/submit')
    await expect(field).toHaveValue(kept)
    await pickTag(page, 'ci')
    await page.getByRole('button', { name: 'Bemoan', exact: true }).click()
    await expect(page.locator('h1.bemoaning')).toContainText(kept)
    await page.goto('/submit')
    await expect(page.locator('.draft-note')).toBeEmpty()
    await expect(field).toHaveValue('')
  })

  test('nothing on any page breaks the content security policy, and no page scrolls sideways', async () => {
    // More than a minute: `npm run test:foreign` names the Firefox.
    test.skip(process.env.FIREFOX_PATH === undefined, 'All pages in Firefox are for npm run test:foreign.')
    const broken: string[] = []
    await page.exposeFunction('reportBroken', (what: string) => broken.push(what))
    await page.addInitScript(() => {
      addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
        const report = (window as unknown as { reportBroken: (what: string) => void }).reportBroken
        report(`${location.pathname}: ${violatedDirective} ${blockedURI}`)
      })
    })
    await signUp(page)
    const paths = await wideThings(page)
    expect(await sideways(page, paths)).toEqual([])
    expect(broken).toEqual([])
  })
})
