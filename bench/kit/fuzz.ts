import { inheritedNames } from '@/tests/inherited-names'

/** The parts of an API description that requests are generated from. */
export type Description = {
  paths: Record<
    string,
    Record<
      string,
      {
        parameters?: { name: string; in: 'path' | 'query' | 'header'; schema?: Schema }[]
        requestBody?: { content: Record<string, { schema?: Schema }> }
      }
    >
  >
  components?: { schemas?: Record<string, Schema> }
}

type Schema = {
  type?: string | string[]
  enum?: unknown[]
  properties?: Record<string, Schema>
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  $ref?: string
}

/** Returns a generator of numbers from 0 to 1 that repeats for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const texts = [
  '',
  ' ',
  '\0',
  '\ud800',
  '\u202e',
  '\u200b'.repeat(40),
  'x'.repeat(5_001),
  '👩‍👩‍👧'.repeat(300),
  `a${'\u0301'.repeat(500)}`,
  "' or 1=1--",
  '";drop table votes;',
  '%00',
  '%ff',
  '../../etc/passwd',
  '{{7*7}}',
  '$' + '{7*7}',
  '<script>alert(1)</script>',
  '[x](javascript:alert(1))',
  '> '.repeat(2_000),
  '['.repeat(2_000),
  'http://127.0.0.1:22/',
  'file:///etc/passwd',
  'ci',
  'bemoan',
  'hot',
  'new',
  'fixed',
  'spam',
  '-1',
  '0',
  '1',
  '2',
  '3',
  '17',
  '1e9',
  '9223372036854775807',
  '1.5',
  'NaN',
  'The build is green and nothing works, number ',
  '"',
  '\\',
  '*:*',
  'tag:ci',
  '-by:kettle',
  'before:9999-99',
  '"a',
  '\r\nX-Evil: 1',
  ...inheritedNames,
  ...inheritedNames.map((name) => `${name}:x`),
] as const
const odd = [
  null,
  true,
  false,
  -1,
  0,
  1,
  1.5,
  1e308,
  2 ** 53,
  [],
  {},
  [[]],
  { __proto__: 1 },
  ['ci'],
  ['ci', 'ci'],
  ['ci', 'dns', 'git', 'npm'],
] as const

/** Generates requests from a description: mostly of the right form with wrong values, sometimes wrong altogether. */
export class Maker {
  private readonly calls: { method: string; path: string; spec: Description['paths'][string][string] }[]
  constructor(
    private readonly description: Description,
    private readonly chance: () => number,
  ) {
    this.calls = Object.entries(description.paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .map(([method, spec]) => ({ method: method.toUpperCase(), path, spec }))
        // Deleting the account would make every later request fail, and find nothing more.
        .filter((call) => !(call.method === 'DELETE' && path.endsWith('/me'))),
    )
  }

  private pick<T>(all: readonly T[]): T {
    return all[Math.floor(this.chance() * all.length)] as T
  }
  private text(): string {
    const chosen = this.pick(texts)
    return chosen.endsWith('number ') ? chosen + Math.floor(this.chance() * 1e9) : chosen
  }

  private value(schema: Schema = {}, depth = 0): unknown {
    if (this.chance() < 0.15) return this.pick(odd)
    const found = schema.$ref
      ? this.description.components?.schemas?.[schema.$ref.split('/').at(-1) ?? '']
      : schema
    const one = found?.anyOf ?? found?.oneOf
    if (one) return this.value(this.pick(one), depth)
    if (found?.enum) return this.pick(found.enum)
    const type = [found?.type].flat()[0]
    if (type === 'object' && depth < 5) {
      const named = Object.entries(found?.properties ?? {})
        .filter(() => this.chance() < 0.9)
        .map(([name, inner]) => [name, this.value(inner, depth + 1)] as const)
      const more = this.chance() < 0.05 ? [[this.pick(inheritedNames), this.text()] as const] : []
      return Object.fromEntries([...named, ...more])
    }
    if (type === 'array')
      return Array.from({ length: Math.floor(this.chance() * 4) }, () => this.value(found?.items, depth + 1))
    if (type === 'integer' || type === 'number')
      return this.pick([0, 1, 2, 3, 5, 8, -1, 2 ** 31, 2 ** 53, 1.5])
    if (type === 'boolean') return this.chance() < 0.5
    return this.text()
  }

  /** Generates one request. */
  next(): { method: string; path: string; body: string | null; type: string } {
    const { method, path, spec } = this.pick(this.calls)
    const filled = path.replace(/\{\w+\}/g, () =>
      encodeURIComponent(
        this.chance() < 0.5
          ? String(1 + Math.floor(this.chance() * 40))
          : this.text().replace(/[\ud800-\udfff]/g, ''),
      ),
    )
    const query = (spec.parameters ?? [])
      .filter((parameter) => parameter.in === 'query' && this.chance() < 0.5)
      .map(
        ({ name, schema }) =>
          `${name}=${encodeURIComponent(String(this.value(schema)).replace(/[\ud800-\udfff]/g, ''))}`,
      )
    if (this.chance() < 0.05)
      query.push(
        this.pick([
          'after=x',
          'limit=0',
          'q[]=a',
          '%ff',
          'limit=1&limit=2',
          ...inheritedNames.map((name) => `${name}=1`),
        ]),
      )
    const address =
      (filled.startsWith('/api/') ? filled : `/api/v1${filled}`) + (query.length ? `?${query.join('&')}` : '')
    const schema = spec.requestBody?.content['application/json']?.schema
    if (!schema && this.chance() < 0.95)
      return { method, path: address, body: null, type: 'application/json' }
    let body = JSON.stringify(this.value(schema)) ?? ''
    if (this.chance() < 0.03) body = body.slice(0, -1)
    if (this.chance() < 0.01) body = '['.repeat(50_000)
    return {
      method,
      path: address,
      body,
      type:
        this.chance() < 0.97
          ? 'application/json'
          : this.pick(['text/plain', '', 'application/x-www-form-urlencoded']),
    }
  }
}
