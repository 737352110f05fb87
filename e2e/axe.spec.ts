import { check, checkNow } from './axe-check'
import { bemoan, expect, makeModerator, newHandle, newText, signUp, test } from './fixtures'

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
  '/report?type=bemoaning&id=1',
  '/report?type=bemoaning&id=1&sent=1',
  '/log?action=lock&type=comment',
  '/u/kettle?show=comments',
  '/u/kettle?show=remedies',
  '/share/1',
  '/embed/b/1',
  '/offline',
  '/farewell',
  '/blog',
  '/blog/tags',
  '/blog/tags/xen',
  '/blog/tags/linux+virtualization',
  '/blog/series',
  '/blog/series/xen-tips',
  '/blog/2026',
  '/blog/seven-second-ls',
  '/blog/what-a-syscall-costs',
  '/blog/randomart',
  '/blog/black-bean-soup',
  '/blog/black-bean-soup?servings=5&units=metric',
  '/blog/xen-tips-1-hvm-networking',
  '/search?q=soup&type=blog',
  '/randomart',
  '/randomart?key=garbage',
]

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme })

    // A few pages per test, so that the workers share them and no test exceeds its timeout.
    for (let from = 0; from < readingPages.length; from += 10) {
      const paths = readingPages.slice(from, from + 10)
      const [first] = paths
      test(`no public page has an accessibility violation, from ${first} on`, async ({ page }) => {
        test.slow()
        for (const path of paths) await check(page, path)
      })
    }

    test('the page of a bemoaning has no accessibility violation', async ({ page }) => {
      await page.goto('/fixed')
      await check(page, (await page.locator('.bemoaning-link').first().getAttribute('href')) ?? '')
    })

    test('no page for signed-in users has an accessibility violation', async ({ page }) => {
      await signUp(page)
      await page.goto('/t/ci')
      await page.getByRole('button', { name: 'Follow ci' }).click()
      for (const path of [
        '/',
        '/submit',
        '/settings',
        '/saved',
        '/inbox',
        '/jury',
        '/t/ci',
        '/following',
        '/u/kettle',
      ])
        await check(page, path)
      for (const part of ['reading', 'telling', 'standing', 'leaving']) await check(page, `/settings/${part}`)
      await page.goto('/settings/reading')
      await page.getByRole('button', { name: 'Make a private address' }).click()
      await page.getByLabel('A word or phrase').fill('zzzunheard')
      await page.getByRole('button', { name: 'Mute it' }).click()
      await checkNow(page, '/settings/reading, filled')
      await page.goto('/new')
      await page.getByRole('button', { name: 'Hide seen' }).click()
      await checkNow(page, '/new, without what has been seen')
      await check(page, await bemoan(page, newText()))
      await page
        .getByRole('link', { name: /^Share/ })
        .first()
        .click()
      await checkNow(page, 'the sheet to share by')
    })

    test('no page for moderators has an accessibility violation', async ({ page, browser }) => {
      const other = await (await browser.newContext()).newPage()
      await signUp(other)
      const text = newText()
      const address = await bemoan(other, text)
      await page.goto(`/report?type=bemoaning&id=${/\/b\/(\d+)/.exec(address)?.[1]}`)
      await page.getByRole('radio', { name: /Wrong tags/ }).check()
      await page.getByRole('button', { name: 'Report it' }).click()
      const name = newHandle().replaceAll('_', '-')
      await check(other, '/tags/propose')
      await other.getByLabel('Name').fill(name)
      await other.getByLabel('Label').fill(name)
      await other.getByLabel('Why do we need it?').fill('The checker needs a page to check.')
      await other.getByRole('button', { name: 'Propose the tag' }).click()
      await checkNow(other, 'a proposal of one’s own')
      await makeModerator(await signUp(page))
      for (const path of ['/cases', '/cases/tags', '/cases/votes', '/cases?status=decided', '/log', address])
        await check(page, path)
      await page.goto('/cases/tags')
      await page.getByRole('link', { name, exact: true }).click()
      await check(page, new URL(page.url()).pathname)
      await page.getByRole('button', { name: 'Accept' }).click()
      await checkNow(page, 'a proposed tag with what is missing')
      await page.goto('/cases')
      await page
        .locator('.case-line')
        .filter({ hasText: text })
        .getByRole('link', { name: /^Case \d/ })
        .click()
      const path = new URL(page.url()).pathname
      await check(page, path)
      await page.getByRole('radio', { name: 'Change its tags' }).check()
      await page.getByLabel('Reason').fill('x')
      await page.getByRole('button', { name: 'Decide' }).click()
      await expect(page.getByRole('alert')).toBeVisible()
      await other.context().close()
    })
  })
}
