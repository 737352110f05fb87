import type { Locator, Page } from 'playwright/test'
import { expect, newText, signUp, test } from './fixtures'

/** Taps an element and counts it. */
const counter = () => {
  let taps = 0
  return {
    tap: async (element: Locator) => {
      taps += 1
      await element.click()
    },
    taps: () => taps,
  }
}

/** Writes a text whose words suggest a tag, and sends it. */
async function write(page: Page, tap: (element: Locator) => Promise<void>): Promise<string> {
  const text = `${newText()} Since then the Kubernetes cluster blames DNS.`
  await tap(page.getByLabel('What do you bemoan?'))
  await page.keyboard.type(text)
  await tap(page.locator('[data-tag-find] .tag-choice').first())
  const send = page.getByRole('button', { name: 'Bemoan', exact: true })
  await expect(send).toBeInViewport()
  await tap(send)
  return text
}

test.use({ viewport: { width: 390, height: 844 } })

test('from the front page to a published bemoaning takes at most 5 taps', async ({ page }) => {
  await signUp(page)
  await page.goto('/')
  const { tap, taps } = counter()
  await tap(page.getByRole('link', { name: /^bemoan$/i }).first())
  const text = await write(page, tap)
  await expect(page.locator('h1.bemoaning')).toContainText(text)
  await expect(page.getByText('Everybody can read it now.')).toBeVisible()
  expect(taps()).toBeLessThanOrEqual(5)
})

test('without an account it takes at most 5 taps to the page that says where it stands', async ({ page }) => {
  await page.goto('/')
  const { tap, taps } = counter()
  await tap(page.getByRole('link', { name: 'Bemoan something' }))
  await write(page, tap)
  await tap(page.getByRole('link', { name: 'see where it stands, edit or delete it' }))
  await expect(page.getByRole('heading', { level: 1 })).toContainText('is waiting for the jury')
  expect(taps()).toBeLessThanOrEqual(5)
})
