import { Secret, TOTP } from 'otpauth'
import type { CDPSession, Page } from 'playwright/test'
import { checkNow as axe } from './axe-check'
import { expect, password, signUp, test } from './fixtures'

/** Passkeys are bound to a domain, and this machine's domain is localhost. */
const base = () => `http://localhost:${process.env.E2E_PORT}`
test.use({ baseURL: base() })

/** Adds a virtual authenticator, as the browser's own tests do. @returns its id */
async function aDevice(page: Page): Promise<{ client: CDPSession; id: string }> {
  const client = await page.context().newCDPSession(page)
  await client.send('WebAuthn.enable')
  const { authenticatorId } = await client.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
    },
  })
  return { client, id: authenticatorId }
}

/** Types the key from the page into an authenticator app, and turns two-step sign-in on with its code. */
async function turnOn(page: Page): Promise<void> {
  const secret = ((await page.locator('#factor pre').textContent()) ?? '').replace(/\s/g, '')
  const app = new TOTP({ secret: Secret.fromBase32(secret) })
  await page.locator('#factor').getByRole('textbox', { name: 'Code' }).fill(app.generate())
  await page.getByRole('button', { name: 'Turn on' }).click()
}

async function addPasskey(page: Page, name: string): Promise<void> {
  await page.goto('/settings')
  await page.locator('#passkeys').getByLabel('Name').fill(name)
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await expect(page.locator('main').getByRole('status')).toContainText('The passkey is added.')
}

test('a passkey is created, signs in without a handle, reauthenticates, and is removed', async ({ page }) => {
  await aDevice(page)
  const handle = await signUp(page, '/settings')
  await addPasskey(page, 'test laptop')
  await expect(page.locator('#passkeys')).toContainText('test laptop')

  await page.context().clearCookies()
  await page.goto('/signin?to=/inbox')
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await expect(page).toHaveURL(/\/inbox$/)
  await expect(page.locator('.who')).toContainText(handle)
  await expect(page.locator('main')).toContainText('A passkey was added.')

  await page.goto('/settings/again?to=/settings/leaving')
  await expect(page.locator('main')).toContainText('You confirmed it just now.')

  await page.goto('/settings/access')
  const row = page.locator('li', { hasText: 'test laptop' }).first()
  await expect(row).toContainText('used')
  await row.getByRole('button', { name: 'Remove' }).click()
  await expect(page.locator('h2', { hasText: 'Passkeys' }).locator('..')).toContainText('None.')

  await page.context().clearCookies()
  await page.goto('/signin')
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await expect(page.locator('.notice')).toContainText('We don’t know that passkey.')
})

test('a device without user verification signs nobody in', async ({ page }) => {
  const { client, id } = await aDevice(page)
  await signUp(page, '/settings')
  await addPasskey(page, 'found phone')
  await client.send('WebAuthn.setUserVerified', { authenticatorId: id, isUserVerified: false })
  await page.context().clearCookies()
  await page.goto('/signin')
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await expect(page.locator('.vote-error')).toContainText('cancelled, or it took too long')
  await expect(page.locator('.who')).toContainText('sign in')
})

test('a passkey counts as both steps of the sign-in', async ({ page }) => {
  await aDevice(page)
  const handle = await signUp(page, '/settings')
  await addPasskey(page, 'key ring')
  await page.getByRole('button', { name: 'Set up an authenticator app' }).click()
  await expect(page.locator('.qr')).toBeVisible()
  await turnOn(page)
  await expect(page.locator('.fresh-token')).toContainText('Your recovery codes.')
  await expect(page.locator('#factor')).toContainText('10 recovery codes are left.')

  await page.context().clearCookies()
  await page.goto('/signin?to=/saved')
  await page.getByLabel('Handle or email').fill(handle)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.locator('h1')).toHaveText('Enter your code')
  await page.getByRole('button', { name: 'Use a passkey instead' }).click()
  await expect(page).toHaveURL(/\/saved$/)
  await expect(page.locator('.who')).toContainText(handle)
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`pages about signing in have no accessibility violation in ${colorScheme} colours`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme })
    await aDevice(page)
    const handle = await signUp(page, '/settings')
    await page.getByRole('button', { name: 'Set up an authenticator app' }).click()
    await expect(page.locator('.qr')).toBeVisible()
    await axe(page, '/settings, being set up')
    await turnOn(page)
    await axe(page, '/settings with recovery codes')
    for (const path of ['/settings/access', '/settings/again', '/inbox?category=account']) {
      await page.goto(path)
      await axe(page, path)
    }
    await page.context().clearCookies()
    await page.goto('/signin')
    await axe(page, '/signin')
    await page.getByLabel('Handle or email').fill(handle)
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(page.locator('h1')).toHaveText('Enter your code')
    await axe(page, '/signin/code')
  })
}

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false })
  test('two-step sign-in is set up and used; forms that need a script are hidden', async ({ page }) => {
    const handle = await signUp(page, '/settings')
    await expect(page.getByRole('button', { name: 'Add a passkey' })).toBeHidden()
    await page.getByRole('button', { name: 'Set up an authenticator app' }).click()
    await turnOn(page)
    const codes = ((await page.locator('.fresh-token pre').textContent()) ?? '').trim().split('\n')
    expect(codes).toHaveLength(10)
    await page.context().clearCookies()
    await page.goto('/signin?to=/saved')
    await page.getByLabel('Handle or email').fill(handle)
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByLabel('Code').fill(codes[3] ?? '')
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(page).toHaveURL(/\/saved$/)
  })
})
