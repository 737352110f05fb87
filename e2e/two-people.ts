import { spawnSync } from 'node:child_process'
import type { Browser, BrowserContext, Page } from 'playwright/test'
import { expect, newText, password, signIn, signUp } from './fixtures'

/** The browser, and the site's address. */
export type Machine = { browser: Browser; baseURL: string }

/** The things a person left in a browser: nobody else may find any of them there. */
export type Left = { handle: string; mark: string; text: string; bemoaning: string }

/** Opens a fresh browser context. */
export const freshBrowser = ({ browser, baseURL }: Machine): Promise<BrowserContext> =>
  browser.newContext({ baseURL, serviceWorkers: 'allow' })

/** Returns everything that scripts of the site can read in this browser, as one text. */
export const everythingKept = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const parts = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)]
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys()) {
        const kept = await cache.match(request)
        const isText = /text|json/.test(kept?.headers.get('content-type') ?? 'text')
        parts.push(request.url, isText ? ((await kept?.text()) ?? '') : '')
      }
    }
    return parts.join('\n')
  })

/** Waits until nothing of a person is left: another tab or the service worker may still be clearing. */
export async function expectNothingOf({ handle, mark, text }: Left, page: Page): Promise<void> {
  for (const what of [handle, mark, text])
    await expect.poll(async () => (await everythingKept(page)).includes(what), { message: what }).toBe(false)
}

/** Waits until the service worker controls the pages. A page that loads while the worker starts never uses it. */
async function withWorker(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
  })
  await page.reload()
  expect(await page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true)
}

/** Opens a page and waits until the service worker has cached it. */
async function read(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await expect
    .poll(() =>
      page.evaluate(
        async (address) => (await (await caches.open('pages')).match(address)) !== undefined,
        path,
      ),
    )
    .toBe(true)
}

export const bodyOf = (page: Page) => page.getByLabel('What do you bemoan?')
const anonymousOf = (page: Page) => page.locator('input[name=anonymous]')

/** Types a draft and waits until it is stored. */
export async function typeDraft(page: Page, { anonymous = false } = {}): Promise<string> {
  const text = newText()
  await page.goto('/submit')
  await bodyOf(page).fill(text)
  if (anonymous) await anonymousOf(page).check()
  await expect.poll(async () => (await everythingKept(page)).includes(text)).toBe(true)
  return text
}

/**
 * Signs a person up, reads, types a draft to be posted anonymously, and votes offline. The vote stays in the queue:
 * requests that vote fail from then on, until `context.unroute`.
 */
export async function leaveThings(context: BrowserContext, page: Page): Promise<Left> {
  const handle = await signUp(page)
  const mark = (await page.locator('html').getAttribute('data-owner')) ?? ''
  expect(mark).toMatch(/^[\w-]{11}$/)
  await withWorker(page)
  await read(page, '/new')
  const bemoaning = (await page.locator('.bemoaning-link').nth(2).getAttribute('href')) ?? ''
  await read(page, bemoaning)
  const text = await typeDraft(page, { anonymous: true })
  await page.goto(bemoaning)
  await context.setOffline(true)
  await page
    .locator('.entry')
    .getByRole('button', { name: /I bemoan this too/ })
    .click()
  await expect(page.locator('#content').getByText(/We send it when you are online/)).toBeVisible()
  await context.route('**/vote', (route) => route.abort())
  await context.setOffline(false)
  const kept = await everythingKept(page)
  for (const what of [handle, mark, text, 'votes-waiting']) expect(kept).toContain(what)
  return { handle, mark, text, bemoaning }
}

const idOf = ({ bemoaning }: Left): string => /^\/b\/(\d+)/.exec(bemoaning)?.[1] ?? ''

/** Opens the form signed out, and expects it to be empty. */
export async function strangerFindsNothing(page: Page, left: Left): Promise<void> {
  await page.goto('/submit')
  await expectNothingOf(left, page)
  await page.reload()
  await expect(bodyOf(page)).toHaveValue('')
  await expect(page.locator('body')).not.toContainText(left.handle)
}

/** Opens the form as the next person, and expects it to be empty and the queued vote not to be sent as theirs. */
export async function nextPersonFindsNothing(context: BrowserContext, page: Page, left: Left): Promise<void> {
  const voted: string[] = []
  context.on('request', (request) => {
    if (request.url().endsWith('/vote')) voted.push(request.url())
  })
  await page.goto('/submit')
  await expect(bodyOf(page)).toHaveValue('')
  await expect(anonymousOf(page)).not.toBeChecked()
  await expectNothingOf(left, page)
  await page.goto(left.bemoaning)
  const mine = await page.evaluate(
    async (id) => (await fetch(`/api/v1/mine?bemoanings=${id}`)).json(),
    idOf(left),
  )
  expect(mine.bemoanings[idOf(left)]?.vote ?? null).toBe(null)
  expect(voted).toEqual([])
}

/** Ends every session of a person except the current one, from another browser. */
export async function endElsewhere(machine: Machine, handle: string): Promise<void> {
  const context = await freshBrowser(machine)
  const page = await context.newPage()
  await signIn(page, handle)
  await page.goto('/settings')
  await page.getByRole('button', { name: 'End all but this one' }).click()
  await expect(page.getByRole('button', { name: 'End all but this one' })).toHaveCount(0)
  await context.close()
}

/** Bans a person, as the operator does. */
export function ban(handle: string): void {
  const done = spawnSync(
    process.execPath,
    ['dist/admin.mjs', 'ban', handle, '--days', '3', '--reason', 'Ten advertisements.'],
    { env: { ...process.env, IBTSOCS_DATA: process.env.E2E_DATA }, encoding: 'utf8' },
  )
  expect(done.status, done.stderr).toBe(0)
}

/** Signs in over a session that is still open, without a page of the site, as a browser with scripts off does. */
export async function signInOver(context: BrowserContext, baseURL: string, handle: string): Promise<void> {
  const answer = await context.request.post('/signin', {
    form: { handle, password },
    headers: { origin: baseURL },
    maxRedirects: 0,
  })
  expect(answer.status()).toBe(303)
}
