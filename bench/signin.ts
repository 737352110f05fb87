// Checks whether response times tell what the words do not: `npm run bench -- signin [samples]`. Sends requests in
// random order, one after the other; 0.5 means that two cannot be told apart.
import { mkdirSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import { sessionCredential } from '@/core/credential'
import { db, users } from '@/db'
import { addSshKey, banUser, createChallenge, createUser, findViewer, hashPassword } from '@/lib/user'
import { withProof } from '@/tests/key-line'
import { startFilled } from './kit/database'
import { random } from './kit/fuzz'
import { startSite } from './kit/site'
import { apart, shuffled } from './kit/timing'

const samples = Number(process.argv[2] ?? 300)
/** Standard errors: with a dozen pairs, chance alone exceeds this once in a thousand runs. */
const most = 4

type Form = { path: string; form: Record<string, string> }
const signIn = (handle: string, password = 'not the right sentence'): Form => ({
  path: '/signin',
  form: { handle, password },
})

async function account(handle: string, more: { password?: string; email?: string }): Promise<number> {
  const hashed = more.password ? await hashPassword(more.password) : null
  const made = await createUser(handle, hashed?.ok ? hashed.value : null)
  if (!made.ok) throw new Error(made.message)
  if (more.email) await db().update(users).set({ email: more.email }).where(eq(users.id, made.value.id))
  return made.value.id
}

/** Milliseconds until the response is complete. */
function ask(origin: string, agent: Agent, { path, form }: Form, status: number): Promise<number> {
  const body = new URLSearchParams(form).toString()
  const headers = {
    origin,
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': Buffer.byteLength(body),
  }
  return new Promise((resolve, reject) => {
    const began = performance.now()
    const sent = request(origin + path, { method: 'POST', agent, headers }, (answer) => {
      answer.resume()
      answer.on('end', () =>
        answer.statusCode === status
          ? resolve(performance.now() - began)
          : reject(new Error(`${path} responded with ${answer.statusCode} instead of ${status}`)),
      )
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

async function main(): Promise<number> {
  const database = await startFilled(50)
  const site = await startSite()
  try {
    const password = 'a sentence that nobody guesses'
    await account('grace_h', { password, email: 'grace@example.org' })
    await account('hedy_b', { password, email: 'hedy@example.org' })
    await account('ada_key', {})
    await banUser('hedy_b', new Date(Date.now() + 86_400_000), 'for the benchmark')
    const found = await findViewer(await account('ssh_keeper', {}))
    const keeper = found && { ...found, credential: sessionCredential }
    if (!keeper || !(await addSshKey(keeper, withProof(createChallenge()), 'bench')).ok)
      throw new Error('no key was registered')
    const page = async () => (await fetch(`${site.origin}/signin`)).text()
    const nonce = async () => /name="nonce" value="([\w-]+)"/.exec(await page())?.[1] ?? ''
    const ssh = async (handle: string): Promise<Form> => ({
      path: '/signin/ssh',
      form: { handle, nonce: await nonce(), signature: 'x'.repeat(300) },
    })
    let free = 0
    const fresh = () => {
      free += 1
      // Similar handles are refused, so this uses letters that do not look alike.
      return [...String(free).padStart(5, '0')].map((digit) => 'abcdefhkpt'[Number(digit)]).join('')
    }
    const asked: Record<string, { status: number; make: () => Form | Promise<Form> }> = {
      'wrong password': { status: 401, make: () => signIn('grace_h') },
      'wrong password again': { status: 401, make: () => signIn('grace_h') },
      'no such handle': { status: 401, make: () => signIn('nobody_is') },
      'wrong password, by address': { status: 401, make: () => signIn('grace@example.org') },
      'no such address': { status: 401, make: () => signIn('nobody@example.org') },
      'banned, wrong password': { status: 401, make: () => signIn('hedy_b') },
      'an account without a password': { status: 401, make: () => signIn('ada_key') },
      'reset, an account’s address': { status: 303, make: () => ({ path: '/forgot', form: { email: 'grace@example.org' } }) },
      'reset, nobody’s address': { status: 303, make: () => ({ path: '/forgot', form: { email: 'nobody@example.org' } }) },
      'SSH, an account with a key': { status: 401, make: () => ssh('ssh_keeper') },
      'SSH, an account without one': { status: 401, make: () => ssh('grace_h') },
      'SSH, nobody': { status: 401, make: () => ssh('nobody_is') },
      'sign-up with an address that is taken': { status: 303, make: () => ({ path: '/signup', form: { handle: `zq_${fresh()}_q`, password, email: 'grace@example.org' } }) },
      'sign-up with one that is free': { status: 303, make: () => ({ path: '/signup', form: { handle: `zq_${fresh()}_q`, password, email: `zq${fresh()}@example.org` } }) },
      'not hashed at all': { status: 422, make: () => signIn('grace_h', 'x'.repeat(1_001)) },
    } // biome-ignore format: one thing that is asked a line
    const kinds = Object.keys(asked)
    const times = new Map<string, number[]>(kinds.map((kind) => [kind, []]))
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const chance = random(1)
    for (let round = -10; round < samples; round += 1) {
      for (const at of shuffled(kinds.length, chance)) {
        const kind = kinds[at] as string
        const { make, status } = asked[kind] as (typeof asked)[string]
        const time = await ask(site.origin, agent, await make(), status)
        if (round >= 0) times.get(kind)?.push(time)
        // Waits until the work behind a response is over.
        if (/^(reset|sign-up)/.test(kind)) await sleep(90)
      }
    }
    agent.destroy()
    const pairs: [first: string, second: string, alike: boolean][] = [
      ['wrong password', 'wrong password again', true],
      ['wrong password', 'no such handle', true],
      ['wrong password, by address', 'no such address', true],
      ['wrong password', 'banned, wrong password', true],
      ['wrong password', 'an account without a password', true],
      ['reset, an account’s address', 'reset, nobody’s address', true],
      ['SSH, an account with a key', 'SSH, an account without one', true],
      ['SSH, an account without one', 'SSH, nobody', true],
      ['sign-up with an address that is taken', 'sign-up with one that is free', true],
      ['wrong password', 'not hashed at all', false],
    ]
    const results = pairs.map(([first, second, alike]) => {
      const found = apart(times.get(first) ?? [], times.get(second) ?? [])
      return { first, second, alike, ...found, holds: alike ? Math.abs(found.z) < most : found.z > most }
    })
    for (const { first, second, alike, auc, z, medians, fast, holds } of results)
      console.log(
        `${holds ? ' ' : '!'} ${auc.toFixed(3)}  z ${z.toFixed(1).padStart(5)}  ${medians.toFixed(2).padStart(7)} ms (fastest tenth ${fast.toFixed(2)})  ${first} | ${second}${alike ? '' : ' (must be told apart: it shows that the measure works)'}`,
      )
    mkdirSync('bench/results', { recursive: true })
    writeFileSync(
      'bench/results/signin.json',
      `${JSON.stringify({ made: new Date().toISOString(), samples, most, results }, null, 2)}\n`,
    )
    return results.every(({ holds }) => holds) ? 0 : 1
  } finally {
    await site.stop()
    await database.stop()
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error)
    process.exit(1)
  },
)
