import { addresses } from '../tests/addresses'
import { expect, newHandle, password, test } from './fixtures'

test('a field for an email address accepts the same as the site', async ({ page }) => {
  await page.goto('/signup')
  const field = page.getByLabel('Email address')
  for (const [typed, stored] of addresses) {
    // Fields drop line ends, and an empty one is valid because the address is optional.
    if (typed === '' || /[\0\n]/.test(typed)) continue
    await field.fill(typed)
    const browser = await field.evaluate((input: HTMLInputElement) => ({
      valid: input.checkValidity(),
      value: input.value,
    }))
    // The limit of length is ours (RFC 5321, 4.5.3.1.3).
    const taken = browser.valid && browser.value.length <= 254 ? browser.value.toLowerCase() : null
    expect(taken, typed).toBe(stored)
  }
})

test('an address in another script can be signed up with, and signs in', async ({ page }) => {
  const handle = newHandle()
  await page.goto('/signup')
  await page.getByLabel('Handle').fill(handle)
  await page.getByLabel('Password').fill(password)
  await page.getByLabel('Email address').fill(`${handle}@пример.рф`)
  await page.getByRole('button', { name: 'Sign up' }).click()
  await expect(page.locator('.who')).toContainText(handle)
  await page.goto('/settings')
  await page
    .getByRole('textbox', { name: /address/i })
    .first()
    .fill('x@b.c')
  await page.getByRole('button', { name: 'Send a link' }).click()
  await expect(page).toHaveURL(/saved=mail/)
})
