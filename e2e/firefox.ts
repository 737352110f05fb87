import { existsSync } from 'node:fs'
import { type Browser, firefox } from 'playwright/test'

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

/** Starts the distribution's own Firefox, not Playwright's build, and speaks WebDriver BiDi to it. */
export async function launchFirefox(executablePath: string): Promise<Browser> {
  const browser = await firefox.launch({ channel: 'moz-firefox', executablePath })
  withoutColourScheme(browser)
  return browser
}
