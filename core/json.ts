import { type Failure, fail, ok, type Result } from './result'

const deepest = 32
const utf8 = new TextDecoder('utf-8', { fatal: true })

const refuse = (why: string): Failure => fail('bad-request', `We can’t read this JSON: ${why}.`)

/**
 * Scans a JSON text without building a value, and returns the first complaint: a duplicate name in an object,
 * `__proto__`, or nesting that is too deep. Expects text that JSON.parse accepts.
 */
function complaintAbout(text: string): string | null {
  const names: (Set<string> | null)[] = []
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]
    if (character === '{' || character === '[') {
      if (names.push(character === '{' ? new Set() : null) > deepest)
        return `it is nested deeper than ${deepest} levels`
    } else if (character === '}' || character === ']') names.pop()
    else if (character === '"') {
      const from = at
      for (at += 1; text[at] !== '"'; at += 1) if (text[at] === '\\') at += 1
      const within = names.at(-1)
      let next = at + 1
      while (/\s/.test(text[next] ?? '')) next += 1
      if (!within || text[next] !== ':') continue
      const name = JSON.parse(text.slice(from, at + 1)) as string
      if (name === '__proto__' || within.has(name))
        return `the name ${JSON.stringify(name)} is not allowed here or comes twice`
      within.add(name)
    }
  }
  return null
}

const isWhole = (value: unknown): boolean => {
  if (typeof value === 'string') return value.isWellFormed()
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([name, inner]) => name.isWellFormed() && isWhole(inner))
}

/**
 * Parses a JSON body strictly.
 * @param bytes the raw body
 * @returns the value, or `bad-request` for bad UTF-8, bad JSON, duplicate names, excessive depth, lone surrogates
 */
export function parseJson(bytes: Uint8Array): Result<unknown> {
  let text: string
  try {
    text = utf8.decode(bytes)
  } catch {
    return refuse('it is not UTF-8')
  }
  if (/^\s*(?:[[{]\s*){33}/.test(text)) return refuse(`it is nested deeper than ${deepest} levels`)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return refuse('it cannot be parsed')
  }
  const complaint = complaintAbout(text)
  if (complaint) return refuse(complaint)
  return isWhole(value) ? ok(value) : refuse('it holds half a character')
}

/** Returns the path of a NUL character in a value, or null. No field accepts NUL and no text column can store it. */
export function nulIn(value: unknown, path = ''): string | null {
  if (typeof value === 'string') return value.includes('\0') ? path : null
  if (typeof value !== 'object' || value === null) return null
  for (const [name, inner] of Object.entries(value)) {
    const found = nulIn(inner, path ? `${path}.${name}` : name)
    if (found !== null) return found
  }
  return null
}

/** The failure for a NUL character. @param path its location, from `nulIn` */
export function nulFailure(path: string): Failure {
  const message = 'It contains a NUL character.'
  return fail('invalid', message, { errors: [{ path, message }] })
}
