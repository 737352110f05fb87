// Playwright's `test`, not that of the fixtures: the fixtures open a page in Chromium, which a machine with only
// Firefox lacks.
import { expect, type Page, test } from 'playwright/test'
import { firefoxPath, launchFirefox } from './firefox'
import { pickTag, signIn, signOut, signUp } from './fixtures'
import * as two from './two-people'

// Every browser runs the same tests. Not every machine has Firefox; `npm run test:foreign` installs it where it may.
const browsers = { Chromium: () => null, Firefox: firefoxPath }

// Several people sign up, and each waits for the service worker.
test.setTimeout(150_000)

for (const [name, pathOf] of Object.entries(browsers))
  test.describe(`two people share one ${name}`, () => {
    const path = pathOf()
    let machine: two.Machine
    if (name === 'Firefox' && path === null) {
      const why = 'Firefox is not installed: apt-get install firefox-esr, or set FIREFOX_PATH'
      console.log(`Skipped in Firefox: ${why}.`)
      test.skip(true, why)
    }

    const baseURL = `http://127.0.0.1:${process.env.E2E_PORT}`
    if (path)
      test.beforeAll(async () => {
        machine = { browser: await launchFirefox(path), baseURL }
      })
    else
      test.beforeAll(({ browser }) => {
        machine = { browser, baseURL }
      })
    test.afterAll(async () => {
      if (path) await machine.browser.close()
    })

    const endings = {
      'signs out': async (page, { handle }) => {
        await page.goto(`/u/${handle}`)
        await signOut(page)
        await expect(page.getByRole('link', { name: 'sign in', exact: true })).toBeVisible()
      },
      'ends her session elsewhere': (_, { handle }) => two.endElsewhere(machine, handle),
      'is banned': async (_, { handle }) => two.ban(handle),
    } satisfies Record<string, (page: Page, left: two.Left) => Promise<unknown>>

    // In `npm test` Firefox runs only the first of them; in `npm run test:foreign`, which names it, it runs all.
    const isShort = name === 'Firefox' && process.env.FIREFOX_PATH === undefined

    for (const [how, end] of Object.entries(endings).slice(0, isShort ? 1 : undefined))
      test(`Alice ${how}, and Bob finds nothing of hers`, async () => {
        const context = await two.freshBrowser(machine)
        const page = await context.newPage()
        const left = await two.leaveThings(context, page)
        await end(page, left)
        await two.strangerFindsNothing(page, left)
        await context.unroute('**/vote')
        await signUp(page)
        await two.nextPersonFindsNothing(context, page, left)
        await context.close()
      })

    if (isShort) return

    test('Alice leaves: a refused form clears nothing, and afterwards nothing of hers remains', async () => {
      const context = await two.freshBrowser(machine)
      const page = await context.newPage()
      const left = await two.leaveThings(context, page)
      await page.goto('/settings/leaving')
      await page.getByRole('radio', { name: 'Erase everything' }).check()
      await page.getByLabel('Type your handle').fill('somebody')
      await page.getByRole('button', { name: 'Leave, for good' }).click()
      await expect(page.getByRole('alert')).toContainText('Type your handle')
      const kept = await two.everythingKept(page)
      for (const what of [left.text, 'votes-waiting']) expect(kept).toContain(what)
      await page.getByLabel('Type your handle').fill(left.handle)
      await page.getByRole('button', { name: 'Leave, for good' }).click()
      await expect(page.getByRole('heading', { name: 'That was it.' })).toBeVisible()
      await two.strangerFindsNothing(page, left)
      await context.close()
    })

    test('Alice signs out: going back shows nothing of hers', async () => {
      const context = await two.freshBrowser(machine)
      const page = await context.newPage()
      const handle = await signUp(page)
      const text = await two.typeDraft(page, { anonymous: true })
      await page.goto(`/u/${handle}`)
      await signOut(page)
      await expect(page.getByRole('link', { name: 'sign in', exact: true })).toBeVisible()
      await page.evaluate(() => history.go(-2))
      await page.waitForURL('/submit', { waitUntil: 'commit' })
      await expect(page.getByRole('link', { name: 'sign in', exact: true }).first()).toBeVisible()
      await expect(two.bodyOf(page)).toHaveValue('')
      expect(await two.everythingKept(page)).not.toContain(text)
      await context.close()
    })

    test('Bob signs in over Alice’s open session: he finds nothing of hers', async () => {
      const context = await two.freshBrowser(machine)
      const other = await two.freshBrowser(machine)
      const bob = await signUp(await other.newPage())
      const page = await context.newPage()
      const left = await two.leaveThings(context, page)
      await page.goto('about:blank')
      await two.signInOver(context, machine.baseURL, bob)
      await context.unroute('**/vote')
      await two.nextPersonFindsNothing(context, page, left)
      await expect(page.locator('.who')).toContainText(bob)
      await context.close()
      await other.close()
    })

    test('a page without an owner clears nothing while the site cannot tell who is signed in', async () => {
      const context = await two.freshBrowser(machine)
      const page = await context.newPage()
      const left = await two.leaveThings(context, page)
      const cookies = await context.cookies()
      await context.clearCookies()
      let asked = 0
      await context.route('**/api/v1/mine', (route) => {
        asked += 1
        return route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"status":503}' })
      })
      await page.goto('/fixed')
      await expect.poll(() => asked).toBeGreaterThan(0)
      await page.waitForTimeout(500)
      const kept = await two.everythingKept(page)
      for (const what of [left.handle, left.mark, left.text, 'votes-waiting']) expect(kept).toContain(what)
      await page.goto('/submit')
      await expect(two.bodyOf(page)).toHaveValue('')
      await context.addCookies(cookies)
      await page.goto('/submit')
      await expect(two.bodyOf(page)).toHaveValue(left.text)
      await expect(page.locator('input[name=anonymous]')).toBeChecked()
      await context.close()
    })

    test('Carol types signed out and signs in: her draft comes along, and the draft of another tab does not', async () => {
      const context = await two.freshBrowser(machine)
      const other = await context.newPage()
      const theirs = await two.typeDraft(other)
      await other.close()
      const page = await context.newPage()
      await signUp(page, '/submit')
      await expect(two.bodyOf(page)).toHaveValue('')
      await page.goto('/new')
      await page.context().clearCookies()
      await page.goto('/submit')
      await expect(two.bodyOf(page)).toHaveValue(theirs)
      const text = await two.typeDraft(page)
      await page.getByRole('link', { name: 'Sign up' }).click()
      await signUp(page, '/submit')
      await expect(two.bodyOf(page)).toHaveValue(text)
      await context.close()
    })

    test('a form that comes back because the session ended waits for Alice alone', async () => {
      const context = await two.freshBrowser(machine)
      const page = await context.newPage()
      const alice = await signUp(page)
      const text = await two.typeDraft(page, { anonymous: true })
      await pickTag(page, 'ci')
      await two.endElsewhere(machine, alice)
      await page.getByRole('button', { name: 'Bemoan', exact: true }).click()
      await expect(page.getByRole('alert')).toContainText('Your session has ended')
      await expect(two.bodyOf(page)).toHaveValue(text)
      const second = await context.newPage()
      await second.goto('/submit')
      await expect(two.bodyOf(second)).toHaveValue('')
      await second.close()
      await signIn(page, alice)
      await page.goto('/submit')
      await expect(two.bodyOf(page)).toHaveValue(text)
      await context.close()
    })
  })
