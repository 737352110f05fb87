// The messages of the builder, out of its own code: for the test that each has a row in the README.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/** Files whose sentences are no messages of a fault: the doctor says its cures itself, and tests are read by their authors. */
const others =
  /^(doctor|tests|examples|testdata|artefacts|host\/fake|targets\/[a-z-]+\/rules)(\/|\.)|\.test\.ts$|^(messages|image\/boots|image\/table|config\/(init|suggest)|lab\/authority)\.ts$/

/** What ends before a slash that begins a regular expression, and not a division. */
const beforeRegex = /(?:^|[(,=:[!&|?{};>\n]|\breturn)\s*$/

type Literal = { before: string; shape: string }

/** Where a literal of the code ends that begins at an index: quotes, a template with … for what is put in. */
class Scanner {
  readonly found: Literal[] = []

  constructor(readonly code: string) {}

  /** Reads code up to the brace that closes it, or its end. @returns the index after it */
  scan(from: number): number {
    let at = from
    let depth = 0
    while (at < this.code.length) {
      const rest = this.code.slice(at, at + 2)
      const sign = this.code.charAt(at)
      if (rest === '//') at = this.after('\n', at)
      else if (rest === '/*') at = this.after('*/', at)
      else if (sign === "'" || sign === '"') at = this.quoted(at, sign)
      else if (sign === '`') at = this.template(at)
      else if (sign === '/' && beforeRegex.test(this.code.slice(Math.max(0, at - 40), at)))
        at = this.regex(at)
      else {
        if (sign === '{') depth += 1
        if (sign === '}' && depth-- === 0) return at + 1
        at += 1
      }
    }
    return at
  }

  private after(end: string, at: number): number {
    const found = this.code.indexOf(end, at)
    return found === -1 ? this.code.length : found + end.length
  }

  private take(at: number, shape: string): void {
    this.found.push({ before: this.code.slice(Math.max(0, at - 60), at), shape })
  }

  /** A sign of a literal; the end of a line is a space, as in a table. */
  private unescaped(at: number): string {
    return this.code.slice(at - 1, at + 1) === '\\n' ? ' ' : this.code.charAt(at)
  }

  private quoted(from: number, quote: string): number {
    let text = ''
    let at = from + 1
    for (; at < this.code.length && this.code.charAt(at) !== quote; at += 1) {
      if (this.code.charAt(at) === '\\') at += 1
      text += this.unescaped(at)
    }
    this.take(from, text)
    return at + 1
  }

  private template(from: number): number {
    let text = ''
    let at = from + 1
    while (at < this.code.length && this.code.charAt(at) !== '`') {
      if (this.code.startsWith('${', at)) {
        text += '…'
        at = this.scan(at + 2)
        continue
      }
      if (this.code.charAt(at) === '\\') at += 1
      text += this.unescaped(at)
      at += 1
    }
    this.take(from, text)
    return at + 1
  }

  private regex(from: number): number {
    let inClass = false
    let at = from + 1
    for (; at < this.code.length && (inClass || this.code.charAt(at) !== '/'); at += 1) {
      const sign = this.code.charAt(at)
      if (sign === '\\') at += 1
      else if (sign === '[') inClass = true
      else if (sign === ']') inClass = false
    }
    return at + 1
  }
}

const sentence = /^[A-Z“…].*\s.*[.!?]…?$/s
/** One that ends with a command to copy. */
const withCommand = /^(?:[A-Z]|… is )[^:]*\s[^:]*: .*…$/s
const thrown = /new (?:\w*Error|NothingToDeploy)\(\s*(?:file, )?$/

/** As it stands in the table: what may come after its end (“Did you mean …?”) is left out. */
const tabled = (shape: string): string =>
  shape
    .replace(/\s+/g, ' ')
    .replace(/(?<=[.!?]) ?…$/, '')
    .trim()

/** The messages in a text of code: what is thrown, and whole sentences; … stands for what is put in. */
export function messagesIn(code: string): string[] {
  const scanner = new Scanner(code)
  scanner.scan(0)
  return scanner.found
    .map(({ before, shape }) => ({ before, shape: tabled(shape) }))
    .filter(
      ({ before, shape }) =>
        /[A-Za-z]/.test(shape) && (sentence.test(shape) || withCommand.test(shape) || thrown.test(before)),
    )
    .map(({ shape }) => shape)
}

/** What the host's helper refuses with. */
export const refusalsIn = (python: string): string[] =>
  [...python.matchAll(/Refused\(\s*"((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => text.replace(/%[sd]/g, '…'))

/** What a shell script of the builder ends with. */
export const endingsIn = (shell: string): string[] => [
  ...[...shell.matchAll(/^usage='([^']*)'/gm)].map(([, text = '']) => text),
  ...[...shell.matchAll(/\b(?:wrong|failed) "((?:[^"\\]|\\.)*)"/g)]
    .map(([, text = '']) => text.replace(/(?<!\\)\$\w+/g, '…').replace(/\\(.)/g, '$1'))
    .filter((text) => /[a-z]/.test(text)),
]

const readers = { '.ts': messagesIn, '.py': refusalsIn, '.sh': endingsIn } as const

/** Every message of the builder, with the files that say it. */
export function allMessages(folder: string): Map<string, string[]> {
  const all = new Map<string, string[]>()
  for (const one of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = relative(folder, join(one.parentPath, one.name))
    const reader = Object.entries(readers).find(([ending]) => path.endsWith(ending))?.[1]
    if (!one.isFile() || !reader || others.test(path)) continue
    for (const message of reader(readFileSync(join(folder, path), 'utf8')))
      all.set(message, [...new Set([...(all.get(message) ?? []), path])])
  }
  return all
}
