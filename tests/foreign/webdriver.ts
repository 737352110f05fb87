import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** The key of an element's reference (W3C WebDriver, 12.2). */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf'
const PATIENCE = 15_000

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

/** A browser driven by W3C WebDriver. It waits for elements, not for pages: a click may load one. */
export class WebDriver {
  private constructor(
    private readonly driver: ChildProcess,
    private readonly session: string,
    /** As the browser gives it, such as `MiniBrowser 2.50.6`. */
    readonly version: string,
  ) {}

  /**
   * Starts a driver and one browser.
   * @param command of the driver; it is given `--port=N`
   * @param capabilities of the session, always matched
   */
  static async start(command: readonly string[], capabilities: Record<string, unknown>): Promise<WebDriver> {
    const port = await freePort()
    const [program = '', ...args] = command
    const driver = spawn(program, [...args, `--port=${port}`], { stdio: 'ignore', detached: true })
    const origin = `http://127.0.0.1:${port}`
    const end = Date.now() + PATIENCE
    while (
      !(await fetch(`${origin}/status`).then(
        ({ ok }) => ok,
        () => false,
      ))
    ) {
      if (Date.now() > end) throw new Error(`${program} does not answer`)
      await sleep(100)
    }
    const made = await request(`${origin}/session`, 'POST', { capabilities: { alwaysMatch: capabilities } })
    const { sessionId, capabilities: found } = made as {
      sessionId: string
      capabilities: { browserName: string; browserVersion: string }
    }
    return new WebDriver(
      driver,
      `${origin}/session/${sessionId}`,
      `${found.browserName} ${found.browserVersion}`,
    )
  }

  go = (address: string) => request(`${this.session}/url`, 'POST', { url: address })
  address = async () => String(await request(`${this.session}/url`, 'GET'))

  /** Waits for an element by XPath. @returns its reference */
  async find(path: string): Promise<string> {
    const end = Date.now() + PATIENCE
    for (;;) {
      const found = await request(`${this.session}/element`, 'POST', { using: 'xpath', value: path }).catch(
        (error) => error,
      )
      if (!(found instanceof Error)) return (found as Record<string, string>)[ELEMENT] ?? ''
      if (Date.now() > end) throw new Error(`${path}: ${found.message}`)
      await sleep(100)
    }
  }

  /** Clicks an element. Until a new page is shown whole, the driver says that it is not interactable. */
  async click(path: string): Promise<void> {
    const end = Date.now() + PATIENCE
    for (;;) {
      try {
        await request(`${this.session}/element/${await this.find(path)}/click`, 'POST', {})
        return
      } catch (error) {
        if (!/not interactable|stale/.test(String(error)) || Date.now() > end) throw error
        await sleep(100)
      }
    }
  }

  async type(path: string, text: string): Promise<void> {
    await request(`${this.session}/element/${await this.find(path)}/value`, 'POST', { text })
  }

  async text(path: string): Promise<string> {
    return String(await request(`${this.session}/element/${await this.find(path)}/text`, 'GET'))
  }

  resize = (width: number, height: number) =>
    request(`${this.session}/window/rect`, 'POST', { width, height })
  run = (script: string) => request(`${this.session}/execute/sync`, 'POST', { script, args: [] })

  async close(): Promise<void> {
    await request(this.session, 'DELETE').catch(() => {})
    // The driver, the display it runs on, and its browser are one group.
    if (this.driver.pid) process.kill(-this.driver.pid, 'SIGTERM')
  }
}

async function request(url: string, method: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(url, {
    method,
    ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
  })
  const { value } = (await answer.json()) as { value: { error?: string; message?: string } }
  if (!answer.ok) throw new Error(`${value.error}: ${value.message}`)
  return value
}
