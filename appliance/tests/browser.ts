import assert from 'node:assert/strict'
import { createHash, X509Certificate } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chromium } from 'playwright'
import type { ApplianceTest } from '../lab/case'
import { ssh } from '../lab/machine'

const paths = [process.env.BROWSER_PATH ?? '', '/usr/bin/chromium', '/usr/bin/google-chrome']

export default {
  title:
    'Chromium signs up, posts and votes without requests to other hosts or violations of the content policy',
  async run({ lab, site, skip, patience }) {
    const executablePath = paths.find((path) => path && existsSync(path))
    if (!executablePath) return skip('Chromium isn’t installed: apt-get install chromium')
    await ssh(site, 'ibtsocs-admin settings set publishing direct')
    const spki = createHash('sha256')
      .update(new X509Certificate(lab.authority.cert).publicKey.export({ type: 'spki', format: 'der' }))
      .digest('base64')
    const browser = await chromium.launch({
      executablePath,
      args: [
        '--no-sandbox',
        `--host-resolver-rules=MAP ${site.host}:443 127.0.0.1:${site.ports.https}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`,
        `--ignore-certificate-errors-spki-list=${spki}`,
      ],
    })
    try {
      const page = await browser.newPage({ viewport: { width: 390, height: 800 } })
      const wait = patience(15) * 1_000
      page.setDefaultTimeout(wait)
      page.setDefaultNavigationTimeout(wait)
      const foreign: string[] = []
      const faults: string[] = []
      page.on('request', (request) => {
        if (!request.url().startsWith(`https://${site.host}/`)) foreign.push(request.url())
      })
      page.on('console', (message) => {
        if (/Content Security Policy/.test(message.text())) faults.push(message.text())
      })
      await page.goto(`https://${site.host}/`)
      assert.ok((await page.locator('article').count()) > 5, 'the front page has bemoanings')
      const handle = `guest-${Date.now().toString(36).slice(-6)}`
      await page.goto(`https://${site.host}/signup`)
      await page.getByLabel('Handle').fill(handle)
      await page.getByLabel('Password', { exact: true }).fill('a rather long password for a test 42')
      await page
        .getByRole('main')
        .getByRole('button', { name: /sign up/i })
        .click()
      await page.waitForURL((url) => !url.pathname.startsWith('/signup'))
      await page.goto(`https://${site.host}/submit`)
      const text = 'The machine in which I am typed boots faster than the page that sells it.'
      await page.locator('textarea[name="body"]').fill(text)
      await page.locator('input[name="tags"][type="checkbox"]').first().check({ force: true })
      await page
        .getByRole('main')
        .getByRole('button', { name: /bemoan/i })
        .first()
        .click()
      await page.getByText(text).first().waitFor()
      await page.goto(`https://${site.host}/new`)
      const others = page.locator('article').nth(1)
      await others.getByRole('button', { name: /bemoan this/i }).click()
      await page.waitForTimeout(1_000)
      await page.goto(`https://${site.host}/blog`)
      assert.deepEqual([foreign, faults], [[], []])
    } finally {
      await browser.close()
    }
  },
} satisfies ApplianceTest
