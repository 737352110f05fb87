import { createHash, randomBytes } from 'node:crypto'
import pg from 'pg'
import { test as base, expect, type Page } from 'playwright/test'
import { startEmbedded } from '../db/embedded'

export { expect }

/** Responses with an error status that a test expects are also logged to the browser's console. */
const expected =
  /Failed to load resource: (the server responded with a status of (400|401|403|404|409|410|422|429|503)|net::ERR_INTERNET_DISCONNECTED)/

/** A busy browser gives up the animation between two pages: nothing is lost, and no script of ours is involved. */
const givenUp = /^Transition was (aborted|skipped)/

/**
 * Every test also checks that nothing violates the content security policy, no script throws, and nothing is fetched
 * from another origin.
 */
export const test = base.extend<{ watched: undefined }>({
  watched: [
    async ({ page, baseURL }, use) => {
      const complaints: string[] = []
      page.on('console', (message) => {
        if (message.type() === 'error' && !expected.test(message.text()))
          complaints.push(`console: ${message.text()}`)
      })
      page.on('pageerror', ({ message }) => {
        if (!givenUp.test(message)) complaints.push(`script: ${message}`)
      })
      page.on('request', (request) => {
        const url = request.url()
        if (!url.startsWith(baseURL ?? '') && !url.startsWith('data:') && !url.startsWith('about:'))
          complaints.push(`foreign: ${url}`)
      })
      await use(undefined)
      expect(complaints).toEqual([])
    },
    { auto: true },
  ],
})

let people = 0

/** Returns an unused handle. */
export const newHandle = (): string => {
  people += 1
  return `e${process.pid.toString(36)}${Date.now().toString(36).slice(-5)}-${people}`.slice(0, 20)
}

export const password = 'a long and quiet sentence'

/** Signs up through the form and lands at `to`. */
export async function signUp(page: Page, to = '/'): Promise<string> {
  const handle = newHandle()
  await page.goto(`/signup?to=${encodeURIComponent(to)}`)
  await page.getByLabel('Handle').fill(handle)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign up' }).click()
  await expect(page.locator('.who')).toContainText(handle)
  return handle
}

/** Signs in through the form. */
export async function signIn(page: Page, handle: string): Promise<void> {
  await page.goto('/signin')
  await page.getByLabel('Handle').first().fill(handle)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).first().click()
  // A count of new notices may follow it.
  await expect(page.locator('.who')).toContainText(handle)
}

/** Returns a text that has not been posted before. */
export const newText = (): string =>
  `Test number ${newHandle()}: the build is green and nothing works at all.`

/** Signs out by the menu in the header. */
export async function signOut(page: Page): Promise<void> {
  await page.locator('.who summary').click()
  await page.getByRole('button', { name: 'sign out' }).click()
}

/** Ticks a tag in the form, out of the full list if the text does not suggest it. */
export async function pickTag(page: Page, name: string): Promise<void> {
  const box = page.locator(`input[name=tags][value=${name}]`)
  if (!(await box.isVisible())) await page.locator('.all-tags > summary').click()
  await box.check()
}

/** Bemoans something through the form, signed in, and lands on its page. */
export async function bemoan(
  page: Page,
  body: string,
  { details }: { details?: string } = {},
): Promise<string> {
  await page.goto('/submit')
  await page.getByLabel('What do you bemoan?').fill(body)
  await pickTag(page, 'ci')
  if (details) {
    await page.getByText('Add details or a log').click()
    await page.getByLabel('Details', { exact: true }).fill(details)
  }
  await page.getByRole('button', { name: 'Bemoan', exact: true }).click()
  await expect(page.locator('h1.bemoaning')).toContainText(body.slice(0, 30))
  return page.url()
}

/** Runs a statement on the site's database, for changes that no page makes. */
async function inDatabase(text: string, values: unknown[]): Promise<void> {
  const { url } = await startEmbedded(process.env.E2E_DATA ?? '')
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(text, values)
  await client.end()
}

/** Makes an account older, for tests that are not about the limits of new accounts. */
export const age = (handle: string, days: number): Promise<void> =>
  inDatabase('update users set created_at = now() - make_interval(days => $2::int) where handle = $1', [
    handle,
    days,
  ])

/** Ends a person's visits to threads as half an hour without reading them does. */
export const endVisits = (handle: string): Promise<void> =>
  inDatabase(
    'update thread_visits set since = read_at where user_id = (select id from users where handle = $1)',
    [handle],
  )

/** Creates people with accounts a few days old, signed in. @returns the values of their session cookies */
export async function aCrowd(count: number): Promise<string[]> {
  const people = Array.from({ length: count }, () => ({
    handle: newHandle(),
    token: randomBytes(32).toString('base64url'),
  }))
  await inDatabase(
    `with made as (
       insert into users (handle, skeleton, art, created_at)
       select h, h, md5(h), now() - interval '3 days' from unnest($1::text[]) h returning id, handle
     ), voting as (insert into voters (user_id) select id from made)
     insert into sessions (token_hash, user_id, expires_at)
     select p.hash, m.id, now() + interval '1 day' from made m join unnest($1::text[], $2::bytea[]) p(handle, hash) using (handle)`,
    [
      people.map(({ handle }) => handle),
      people.map(({ token }) => createHash('sha256').update(token).digest()),
    ],
  )
  return people.map(({ token }) => token)
}

/** Lets more people judge than a young site has: then eight verdicts decide. */
export const growUp = async (): Promise<void> => {
  await aCrowd(24)
}

/** Gives a bemoaning five-digit counts of votes that do not affect the ranking, and the next one a number of five digits. */
export async function swell(id: number): Promise<void> {
  await inDatabase('update bemoaning_ranks set light_bemoan = 48211, light_self = 31337 where id = $1', [id])
  await inDatabase(
    "select setval(pg_get_serial_sequence('bemoanings', 'id'), greatest($1::bigint, 10240 + (select max(id) from bemoanings)))",
    [id],
  )
}

/** Makes a person a moderator. */
export const makeModerator = (handle: string): Promise<void> =>
  inDatabase("update users set role = 'moderator' where handle = $1", [handle])
