import { existsSync } from 'node:fs'
import { type Browser, firefox, type Page } from 'playwright/test'

const paths = [process.env.FIREFOX_PATH, '/usr/bin/firefox-esr', '/usr/bin/firefox']

/** The path of this machine's Firefox: `FIREFOX_PATH`, or the distribution's; null if there is none. */
export const firefoxPath = (): string | null => paths.find((path) => path && existsSync(path)) ?? null

type Send = (method: string, params: unknown) => Promise<unknown>
type Inside = { _connection: { toImpl: (browser: Browser) => { _browserSession: { send: Send } } } }

/**
 * Playwright 1.65 sets the colour scheme of every new context with a command that Firefox 153 ESR does not know yet, so
 * it fails there. Our tests do not need it, so we leave it out.
 */
function withoutColourScheme(browser: Browser): void {
  const session = (browser as unknown as Inside)._connection.toImpl(browser)._browserSession
  const shared = Object.getPrototypeOf(session) as { send: Send }
  const { send } = shared
  shared.send = function (this: unknown, method, params) {
    return method === 'emulation.setMediaFeaturesOverride'
      ? Promise.resolve({})
      : send.call(this, method, params)
  }
}

/**
 * Firefox may begin a navigation anew, as when our service worker answers it, and tells the driver of two. Playwright takes the
 * second for another one that interrupted the first, though both lead to the same address.
 */
function patientlyGoing(page: Page): void {
  const { goto } = page
  page.goto = async (url, options) => {
    try {
      return await goto.call(page, url, options)
    } catch (error) {
      const [, first, second] =
        /Navigation to "(.*)" is interrupted by another navigation to "(.*)"/.exec(String(error)) ?? []
      if (first === undefined || first !== second) throw error
      await page.waitForURL(first, { waitUntil: 'load' })
      return null
    }
  }
}

function withPatience(browser: Browser): void {
  const { newContext } = browser
  browser.newContext = async (options) => {
    const context = await newContext.call(browser, options)
    context.on('page', patientlyGoing)
    return context
  }
}

/** Starts the distribution's own Firefox, not Playwright's build, and speaks WebDriver BiDi to it. */
export async function launchFirefox(executablePath: string): Promise<Browser> {
  const browser = await firefox.launch({ channel: 'moz-firefox', executablePath })
  withoutColourScheme(browser)
  withPatience(browser)
  return browser
}
