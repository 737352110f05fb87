// Sends requests generated from the API's own description, with every kind of credentials:
// `npm run bench -- fuzz [requests] [seed] [minutes]`; ends after that many requests or minutes, and prints how many it
// sent.
// Counts responses; a 5xx, a request that hangs or a worker that no longer responds is a failure.
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { type Description, Maker, random } from './kit/fuzz'
import { startSite } from './kit/site'

const [wanted = 20_000, seed = 1, minutes = 60] = process.argv.slice(2).map(Number)
const atOnce = 16
/** Longer than any response may take, in milliseconds. */
const patience = 15_000

async function main(): Promise<number> {
  const site = await startSite()
  const admin = (...args: string[]) =>
    spawnSync(process.execPath, ['dist/admin.mjs', ...args], {
      encoding: 'utf8',
      env: { ...process.env, IBTSOCS_DATA: site.data },
    }).stdout.trim()
  const began = performance.now()
  try {
    const tokens: (string | null)[] = [null]
    for (const [handle, role] of [
      ['fuzzer-user', 'user'],
      ['fuzzer-mod', 'moderator'],
    ] as const) {
      admin('user', 'create', handle, '--role', role)
      tokens.push(admin('token', 'create', handle))
    }
    const description = (await (await fetch(`${site.origin}/api/v1/openapi.json`)).json()) as Description
    const chance = random(seed)
    const maker = new Maker(description, chance)
    const agent = new Agent({ keepAlive: true, maxSockets: atOnce })
    const statuses: Record<string, number> = {}
    const bad: { status: number; method: string; path: string; body: string | null }[] = []
    let longest = 0
    let sent = 0
    const one = () =>
      new Promise<void>((resolve) => {
        const { method, path, body, type } = maker.next()
        const token = tokens[Math.floor(chance() * tokens.length)]
        const started = performance.now()
        const done = (status: number) => {
          const key = status ? `${Math.floor(status / 100)}xx` : 'hung'
          statuses[key] = (statuses[key] ?? 0) + 1
          longest = Math.max(longest, performance.now() - started)
          if (status === 0 || status >= 500)
            bad.push({ status, method, path: path.slice(0, 500), body: body?.slice(0, 500) ?? null })
          resolve()
        }
        const call = request(site.origin + path, {
          agent,
          method,
          headers: {
            'content-type': type,
            ...(token ? { authorization: `Bearer ${token}` } : { origin: site.origin }),
            ...(body === null ? {} : { 'content-length': Buffer.byteLength(body) }),
          },
        })
        call.setTimeout(patience, () => call.destroy())
        call.on('response', (response) => {
          response.resume()
          response.on('end', () => done(response.statusCode ?? 0))
        })
        call.on('error', () => done(0))
        call.end(body ?? undefined)
      })
    const end = performance.now() + minutes * 60_000
    const worker = async () => {
      while (sent < wanted && performance.now() < end) {
        sent += 1
        await one()
        if (sent % 50_000 === 0)
          console.log(
            `${sent} after ${((performance.now() - began) / 1_000).toFixed(0)} s, ${bad.length} bad`,
          )
      }
    }
    await Promise.all(Array.from({ length: atOnce }, worker))
    agent.destroy()
    const lives =
      (await fetch(`${site.origin}/api/v1/bemoanings`, { signal: AbortSignal.timeout(5_000) })).status === 200
    const drift = admin('audit', '--json')
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .reduce((sum, line) => sum + (JSON.parse(line) as { drift: number }).drift, 0)
    const seconds = (performance.now() - began) / 1_000
    for (const { status, method, path, body } of bad.slice(0, 10))
      console.log(`  ${status} ${method} ${path} ${body ?? ''}`)
    console.log(
      `${sent} requests in ${seconds.toFixed(0)} s: ${Object.entries(statuses)
        .map(([k, n]) => `${n} x ${k}`)
        .join(', ')}; longest ${longest.toFixed(0)} ms; drift ${drift}`,
    )
    mkdirSync('bench/results', { recursive: true })
    writeFileSync(
      'bench/results/fuzz.json',
      `${JSON.stringify({ made: new Date().toISOString(), seed, wanted, requests: sent, seconds: Math.round(seconds), statuses, longest: Math.round(longest), drift, lives, bad: bad.slice(0, 20) }, null, 2)}\n`,
    )
    return bad.length === 0 && lives && drift === 0 ? 0 : 1
  } finally {
    await site.stop()
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error)
    process.exit(1)
  },
)
