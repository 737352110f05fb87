import { hash, verify } from '@node-rs/argon2'
import { fail, ok, type Result } from '@/core/result'

/** OWASP's argon2id setting: 19 MiB, 2 passes, one lane; about 28 ms of a core. */
const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Each hash takes a core; more at once would slow all pages. */
const atOnce = 2
const longestQueue = 60

let running = 0
const waiting: (() => void)[] = []

let made = 0

/**
 * Returns how many passwords this process has hashed: tests compare the cost of responses, which could reveal
 * something.
 */
export const hashesMade = (): number => made

async function inTurn<T>(work: () => Promise<T>): Promise<Result<T>> {
  if (running >= atOnce) {
    if (waiting.length >= longestQueue)
      return fail('busy', 'Many people are signing in right now. Try again in a few seconds.', {
        retryAfter: 5,
      })
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else running += 1
  made += 1
  try {
    return ok(await work())
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}

/** Hashes a password to an argon2id string; `busy` if the queue is full. */
export const hashPassword = (password: string): Promise<Result<string>> =>
  inTurn(() => hash(password, options))

// Hashed once, so that an unknown user costs the same time as a wrong password.
let decoy: Promise<string> | null = null

/**
 * Checks a password with constant effort.
 * @param stored argon2id string, or null if there is no such user or no password
 */
export async function checkPassword(stored: string | null, password: string): Promise<Result<boolean>> {
  decoy ??= hash('no password at all', options)
  const against = stored ?? (await decoy)
  const matched = await inTurn(() => verify(against, password))
  return matched.ok ? ok(matched.value && stored !== null) : matched
}

/** The key under which a session's guesses of its own password are counted. */
export const guessesOf = (userId: number): string => `user/${userId}`

/** True if a password is among the 49,000 most frequent in leaks (list of zxcvbn-ts, offline). */
export async function isBreached(password: string): Promise<boolean> {
  // Loaded when first needed: unpacking the list takes as long as starting Node.
  const { leakedPasswords: known } = await import('./leaked-passwords')
  const lower = password.toLowerCase()
  return (
    known.has(lower) ||
    known.has(lower.replace(/\d{1,4}[!.?]?$/, '')) ||
    /^(.)\1+$/.test(lower) ||
    '01234567890123456789'.includes(lower)
  )
}
