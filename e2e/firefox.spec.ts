// Playwright's `test`, not that of the fixtures, which opens a page in Chromium.
import { type Browser, type BrowserContext, expect, type Page, test } from 'playwright/test'
import { firefoxPath, launchFirefox } from './firefox'
import { bemoan, newText, password, pickTag, signIn, signOut, signUp } from './fixtures'
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

  test('signed out: what is sent waits for the jury, with its status, in this browser', async () => {
    const text = newText()
    await page.goto('/submit')
    await page.getByLabel('What do you bemoan?').fill(text)
    await pickTag(page, 'ci')
    await page.getByRole('button', { name: 'Bemoan', exact: true }).click()
    await expect(page.getByText(/^Thank you\. #\d+ is waiting for the jury\./)).toBeVisible({
      timeout: 60_000,
    })
    await page.getByRole('link', { name: 'see where it stands, edit or delete it' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toContainText('is waiting for the jury')
    await expect(page.getByLabel('What do you bemoan?')).toHaveValue(text)
    await page.goto('/submit')
    await expect(page.getByText('Sent from this browser without an account')).toBeVisible()
  })

  test('the letter keys move, and stay off once they are turned off', async () => {
    await page.goto('/')
    const current = page.locator('article.current')
    // The script may still be starting.
    await expect(async () => {
      await page.keyboard.press('j')
      await expect(current).toHaveCount(1, { timeout: 500 })
    }).toPass()
    await page.keyboard.press('?')
    await page.getByRole('dialog').getByLabel('Use these keys in this browser').uncheck()
    await page.keyboard.press('Escape')
    await page.reload()
    await expect(page.getByRole('button', { name: 'Turn the keys on' })).toBeVisible()
    await page.keyboard.press('j')
    await page.keyboard.press('?')
    await expect(current).toHaveCount(0)
    await expect(page.getByRole('dialog')).toHaveCount(0)
  })

  test('a mention is completed and leads to its person; an unsent comment waits in its form after sign-in', async () => {
    const author = await signUp(page)
    const url = await bemoan(page, newText())
    const form = page.locator('.comments > .comment-form')
    const field = form.locator('textarea')
    await signOut(page)
    await page.goto(url)
    await field.click()
    await field.pressSequentially(`Well, @${author.slice(0, -1)}`, { delay: 30 })
    const option = page.getByRole('option', { name: `@${author}`, exact: true })
    await expect(option).toHaveAttribute('aria-selected', 'true')
    await page.keyboard.press('Enter')
    await page.keyboard.type('it is worse.')
    const typed = `Well, @${author} it is worse.`
    await expect(field).toHaveValue(typed)
    await form.getByRole('button', { name: 'Comment', exact: true }).click()
    await page.getByRole('alert').getByRole('link', { name: 'Sign in' }).click()
    await page.getByLabel('Handle').first().fill(author)
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).first().click()
    await expect(field).toHaveValue(typed)
    await form.getByRole('button', { name: 'Comment', exact: true }).click()
    const link = page.locator('.comment').getByRole('link', { name: `@${author}` })
    await expect(field).toHaveValue('')
    await link.click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(author)
  })

  test('lists are compact by a button, and their cards are saved in place', async () => {
    await signUp(page, '/new')
    await page.getByRole('form', { name: 'Density' }).getByRole('button', { name: 'Compact' }).click()
    await expect(page.locator('html')).toHaveAttribute('data-density', 'compact')
    await page.reload()
    await expect(page.locator('html')).toHaveAttribute('data-density', 'compact')
    await expect(page.locator('.entries .art').first()).toBeHidden()
    const save = page.locator('article.entry').nth(1).locator('.saved')
    await save.click()
    await expect(save).toHaveAttribute('aria-pressed', 'true')
    await expect(save).toContainText('Saved')
    await page.goto('/saved')
    await expect(page.locator('article.entry')).toHaveCount(1)
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
