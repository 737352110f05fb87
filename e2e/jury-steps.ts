import type { Browser, BrowserContextOptions, Page } from 'playwright/test'
import { expect, pickTag, test } from './fixtures'

const origin = `http://127.0.0.1:${process.env.E2E_PORT}`

/** Posts a text that waits for the jury: with a link, by an account a minute old. @returns its number */
export async function bemoanWithLink(page: Page, body: string, anonymous: boolean): Promise<number> {
  await page.goto('/submit')
  await page.getByLabel('What do you bemoan?').fill(body)
  await pickTag(page, 'ci')
  if (anonymous) await page.getByLabel(/Post anonymously/).check()
  await page.getByRole('button', { name: 'Bemoan', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('is waiting for the jury')
  return Number(/\/b\/(\d+)/.exec(page.url())?.[1])
}

/** Sends people's verdicts through the API. */
export async function say(people: readonly string[], id: number, verdict: object): Promise<void> {
  for (const session of people) {
    const answer = await fetch(`${origin}/api/v1/jury/${id}`, {
      method: 'POST',
      headers: { Cookie: `session=${session}`, Origin: origin, 'Content-Type': 'application/json' },
      body: JSON.stringify(verdict),
    })
    expect(answer.status, await answer.text()).toBe(200)
  }
}

/** Opens the jury page as a person, and skips texts from other tests until this one appears. */
export async function sitOn(
  browser: Browser,
  session: string,
  text: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({ ...test.info().project.use, baseURL: origin, ...options })
  await context.addCookies([{ name: 'session', value: session, url: origin }])
  const page = await context.newPage()
  await page.goto('/jury')
  for (let left = 40; left > 0 && !(await page.getByText(text).isVisible()); left -= 1) {
    const before = await page.locator('.jury-item .line-number').textContent()
    await page.getByRole('button', { name: /^Skip/ }).click()
    await expect(page.locator('.jury-item .line-number')).not.toHaveText(before ?? '')
  }
  await expect(page.getByText(text)).toBeVisible()
  return page
}
