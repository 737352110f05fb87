import type { Page } from 'playwright/test'
import { pages } from '@/core/pages'
import { bemoan, expect, newText, pickTag, swell } from './fixtures'

const widths = [320, 375, 640, 1_024]
/** Examples of the pages whose address has a variable part. */
const examples = [
  '/t/visualization',
  '/u/kettle',
  '/u/kettle?show=comments',
  '/why/1?list=/top/all',
  '/share/1',
  '/embed/b/1',
  '/search?q=backup',
  '/state?window=all',
  '/blog/xen-tips-1-hvm-networking',
  '/blog/black-bean-soup',
  '/blog/black-bean-soup?servings=5&units=metric',
  '/blog/what-a-syscall-costs',
  '/blog/tags/linux+virtualization',
  '/blog/series/xen-tips',
  '/blog/2026',
  '/randomart?key=garbage',
  '/nope',
]

/**
 * Bemoans what takes the most room, signed in: the longest tags, a long word, code, counts and an id of five digits.
 * @returns the paths of a page of every type, that of the bemoaning first
 */
export async function wideThings(page: Page): Promise<string[]> {
  await page.goto('/submit')
  const long = `${newText().replaceAll(/\W/g, '')}${'wide'.repeat(60)}`
  await page
    .getByLabel('What do you bemoan?')
    .fill(`${long}\n\tif (kettle)    { return 'お茶'.repeat(1_000) }`)
  for (const tag of ['virtualization', 'visualization', 'documentation']) await pickTag(page, tag)
  await page.getByRole('button', { name: 'Bemoan', exact: true }).click()
  await expect(page.locator('h1.bemoaning')).toBeVisible()
  const { pathname } = new URL(page.url())
  await swell(Number(pathname.split('/')[2]))
  await page
    .getByRole('textbox', { name: 'Your comment', exact: true })
    .fill(`${long}\n\n    ${'code '.repeat(60)}\n`)
  await page.getByRole('button', { name: 'Comment', exact: true }).click()
  await expect(page.locator('.comment').first()).toBeVisible()
  await bemoan(page, newText())
  const fixed = pages
    .map(({ path }) => path)
    .filter((path) => !/[:*]|\.\w+$|^\/(?:api|oembed|random|fortune|state\/card)/.test(path))
  return [pathname, ...new Set([...fixed, ...examples])]
}

/** Opens each page at each width. @returns those that scroll sideways, with what sticks out */
export async function sideways(page: Page, paths: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const path of paths) {
    const response = await page.goto(path)
    if (!response?.headers()['content-type']?.startsWith('text/html')) continue
    for (const width of widths) {
      await page.setViewportSize({ width, height: 800 })
      const out = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement
        if (scrollWidth <= clientWidth) return null
        const widest = [...document.querySelectorAll('body *')].find(
          (element) =>
            element.getBoundingClientRect().right > clientWidth + 1 && element.children.length === 0,
        )
        return `${scrollWidth} of ${clientWidth}: ${widest?.outerHTML.slice(0, 120)}`
      })
      if (out) found.push(`${path} at ${width}: ${out}`)
    }
  }
  return found
}
