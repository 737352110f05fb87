import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Browser, chromium } from 'playwright'
import { startSite } from './kit/site'

/**
 * Measures a first visit to each kind of page on a phone: bytes transferred, requests, largest paint, shifts, and how
 * long the page takes to respond to taps and keys. In Chromium, with the network and CPU that Lighthouse applies (slow
 * 4G: 562 ms a request, 1.44 Mbit/s; a CPU four times as slow). `npm run bench -- web [runs]`, 3 by default; medians.
 */
const runs = Number(process.argv[2] ?? 3)
const phone = {
  viewport: { width: 412, height: 823 },
  deviceScaleFactor: 1.75,
  isMobile: true,
  hasTouch: true,
}
const slow4G = {
  offline: false,
  latency: 562.5,
  downloadThroughput: (1_474.56 * 1_024) / 8,
  uploadThroughput: (675 * 1_024) / 8,
}

declare global {
  // biome-ignore lint/style/useConsistentTypeDefinitions: only an interface adds to one that the browser declares
  interface Window {
    /** See bench/kit/web-vitals.js. */
    vitals: { lcp: number; cls: number; inp: number }
  }
}

type Visit = {
  bytes: number
  script: number
  requests: number
  foreign: number
  lcp: number
  cls: number
  inp: number
}
type Kind = 'reading' | 'working'
type Row = Visit & { page: string; kind: Kind }

async function visit(browser: Browser, origin: string, path: string, cookie?: string): Promise<Visit> {
  const context = await browser.newContext(phone)
  try {
    if (cookie) await context.addCookies([{ name: 'session', value: cookie, url: origin }])
    const page = await context.newPage()
    const client = await context.newCDPSession(page)
    const found = { bytes: 0, script: 0, requests: 0, foreign: 0 }
    /** Size of each script's headers, which do not count as part of the script. */
    const scripts = new Map<string, number>()
    client.on('Network.requestWillBeSent', ({ request: { url } }) => {
      if (!/^https?:/.test(url)) return
      found.requests += 1
      if (new URL(url).origin !== origin) found.foreign += 1
    })
    client.on('Network.responseReceived', ({ requestId, type, response }) => {
      if (type === 'Script') scripts.set(requestId, response.encodedDataLength)
    })
    client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      found.bytes += encodedDataLength
      const headers = scripts.get(requestId)
      if (headers !== undefined) found.script += encodedDataLength - headers
    })
    await client.send('Network.enable')
    await client.send('Network.emulateNetworkConditions', slow4G)
    await client.send('Emulation.setCPUThrottlingRate', { rate: 4 })
    await page.addInitScript({ path: 'bench/kit/web-vitals.js' })
    await page.goto(origin + path, { waitUntil: 'load', timeout: 60_000 })
    await sleep(1_500)
    const { lcp } = await page.evaluate(() => window.vitals)
    const before = { ...found }
    // Taps a button, then presses keys with and without an effect.
    const button = page.locator('button[aria-pressed], summary').first()
    if (await button.isVisible().catch(() => false)) await button.tap().catch(() => {})
    for (const key of ['j', 'k', 'x', 'Tab']) {
      await page.keyboard.press(key)
      await sleep(150)
    }
    await sleep(500)
    const { cls, inp } = await page.evaluate(() => window.vitals)
    return { ...before, lcp, cls, inp }
  } finally {
    await context.close()
  }
}

/** Creates a user and signs them in. @returns the value of their session cookie */
async function signIn(origin: string, data: string): Promise<string> {
  const password = 'a sentence that nobody guesses, for a benchmark'
  spawnSync(
    process.execPath,
    ['dist/admin.mjs', 'user', 'create', 'reader', '--role', 'moderator', '--password-stdin'],
    {
      input: password,
      env: { ...process.env, IBTSOCS_DATA: data },
    },
  )
  const answer = await fetch(`${origin}/signin`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ handle: 'reader', password }),
  })
  const session = /(?:^|, )session=([^;]+)/.exec(answer.headers.get('set-cookie') ?? '')?.[1]
  if (!session) throw new Error(`signing in responded with ${answer.status}`)
  return session
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

if (!process.env.BROWSER_PATH) throw new Error('Chromium isn’t installed. Install it, or set BROWSER_PATH.')
const browser = await chromium.launch({
  executablePath: process.env.BROWSER_PATH,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
})
const site = await startSite()
const rows: Row[] = []
try {
  const { origin } = site
  const listed = (await (await fetch(`${origin}/api/v1/bemoanings`)).json()) as {
    items: { url: string; author: string | null }[]
  }
  const permalink = new URL(listed.items[0]?.url ?? origin).pathname
  const author = listed.items.find((item) => item.author)?.author ?? ''
  const session = await signIn(origin, site.data)
  const pages: [path: string, kind: Kind, name?: string][] = [
    ['/', 'reading'],
    [permalink, 'reading', '/b/…'],
    ['/t/ci', 'reading'],
    ['/tags', 'reading'],
    ['/search?q=build', 'reading'],
    [`/u/${author}`, 'reading', '/u/…'],
    ['/state', 'reading'],
    ['/log', 'reading'],
    ['/blog', 'reading'],
    ['/blog/randomart', 'reading', '/blog/… (post)'],
    ['/blog/black-bean-soup', 'reading', '/blog/… (recipe)'],
    ['/randomart', 'reading'],
    ['/about', 'reading'],
    ['/rules', 'reading'],
    ['/submit', 'working'],
    ['/signin', 'working'],
    ['/settings', 'working'],
    ['/inbox', 'working'],
    ['/saved', 'working'],
    ['/jury', 'working'],
    ['/cases', 'working'],
    ['/', 'working', '/ (signed in)'],
  ]
  for (const [path, kind, name = path] of pages) {
    const visits: Visit[] = []
    for (let run = 0; run < runs; run += 1)
      visits.push(await visit(browser, origin, path, kind === 'working' ? session : undefined))
    const of = (key: keyof Visit) => median(visits.map((one) => one[key]))
    const row = {
      page: name,
      kind,
      bytes: of('bytes'),
      script: of('script'),
      requests: of('requests'),
      foreign: of('foreign'),
      lcp: of('lcp'),
      cls: of('cls'),
      inp: of('inp'),
    }
    rows.push(row)
    console.log(
      `${name.padEnd(22)} ${kind} ${(row.bytes / 1_000).toFixed(1).padStart(6)} kB, script ${(row.script / 1_000).toFixed(1).padStart(5)} kB, ${row.requests} requests, ${row.foreign} elsewhere, LCP ${Math.round(row.lcp)} ms, CLS ${row.cls.toFixed(3)}, INP ${row.inp} ms`,
    )
  }
} finally {
  await site.stop()
  await browser.close()
}
mkdirSync('bench/results', { recursive: true })
writeFileSync(
  'bench/results/web.json',
  `${JSON.stringify({ made: new Date().toISOString(), runs, rows }, null, 2)}\n`,
)
