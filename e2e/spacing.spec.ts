import { expect, test } from './fixtures'

/** The spacing that every text must bear (WCAG 1.4.12). */
const spacing = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
  p { margin-bottom: 2em !important }`

const pages = [
  '/',
  '/b/7',
  '/t/dns',
  '/tags',
  '/search?q=backup',
  '/submit',
  '/signin',
  '/rules',
  '/blog',
  '/state',
]

test('nothing is lost with the spacing that readers may choose, nor with a font of twice the size', async ({
  page,
}) => {
  test.setTimeout(120_000)
  for (const [name, css] of [
    ['spacing', spacing],
    ['twice the size', 'html { font-size: 200% !important }'],
  ] as const)
    for (const path of pages) {
      await page.setViewportSize(css === spacing ? { width: 390, height: 844 } : { width: 1280, height: 900 })
      await page.goto(path)
      await page.evaluate((text) => {
        // A style element would need the page's nonce.
        const sheet = new CSSStyleSheet()
        sheet.replaceSync(text)
        document.adoptedStyleSheets = [sheet]
      }, css)
      const lost = await page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('body *')]
          .filter((element) => {
            const { overflowX, overflowY, clip, position } = getComputedStyle(element)
            const clipped = /hidden|clip/.test(`${overflowX} ${overflowY}`)
            const isForEars = position === 'absolute' && (clip !== 'auto' || element.clientHeight <= 1)
            const cut =
              element.scrollHeight > element.clientHeight + 4 || element.scrollWidth > element.clientWidth + 4
            return (
              clipped &&
              !isForEars &&
              cut &&
              element.clientHeight > 0 &&
              (element.textContent ?? '').trim() !== ''
            )
          })
          .map((element) => `${element.tagName} ${element.className}`),
      )
      expect(lost, `${path}, ${name}`).toEqual([])
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
        `${path}, ${name}: sideways`,
      ).toBeLessThanOrEqual(0)
    }
})
