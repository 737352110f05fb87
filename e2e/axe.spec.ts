import { check } from './axe-check'
import { bemoan, newText, signUp, test } from './fixtures'

const readingPages = [
  '/',
  '/new',
  '/top/year',
  '/fixed',
  '/t/ci',
  '/tags',
  '/u/kettle',
  '/search',
  '/search?q=backup',
  '/search?q=zzzqq',
  '/log',
  '/about',
  '/rules',
  '/privacy',
  '/developers',
  '/state',
  '/state?window=all',
  '/nope',
  '/why/1?list=/top/all',
  '/submit',
  '/signin',
  '/signup',
  '/forgot',
  '/reset?token=x',
  '/?after=forged',
]

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme })

    test('no page for everybody has an accessibility violation', async ({ page }) => {
      for (const path of readingPages) await check(page, path)
      await page.goto('/fixed')
      await check(page, (await page.locator('.bemoaning-link').first().getAttribute('href')) ?? '')
    })

    test('nor has one for who is signed in', async ({ page }) => {
      await signUp(page)
      for (const path of ['/', '/submit', '/settings', '/saved', '/inbox', '/jury']) await check(page, path)
      await check(page, await bemoan(page, newText()))
    })
  })
}
