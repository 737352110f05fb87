// Extracts the builder's messages from its code, for the test that each has a row in the README.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import jsTokens from 'js-tokens'

/**
 * Files whose sentences are not error messages: the doctor prints its own cures, and tests are read by their authors.
 */
const others =
  /^(doctor|tests|examples|testdata|artefacts|host\/fake|targets\/[a-z-]+\/rules)(\/|\.)|\.test\.ts$|^(messages|image\/(bios|boots|grub-cfg|table|uefi)|config\/(init|suggest)|lab\/authority)\.ts$/

/** A text in the code, with … for interpolated values, and the code before it. */
type Literal = { before: string; shape: string }

/** Returns the content of a token without its quotes. A line end becomes a space, as in a table. */
const said = (token: string): string =>
  token
    .replace(/^[`'"}]|(?:[`'"]|\$\{)$/g, '')
    .replace(/\\(.)/gs, (_, sign: string) => (sign === 'n' ? ' ' : sign))

/** Returns the texts of a file. Texts inside a template come before it. */
function literalsIn(code: string): Literal[] {
  const found: Literal[] = []
  /** Open templates, the innermost last. */
  const open: Literal[] = []
  let at = 0
  for (const { type, value } of jsTokens(code)) {
    const before = code.slice(Math.max(0, at - 60), at)
    if (type === 'StringLiteral' || type === 'NoSubstitutionTemplate')
      found.push({ before, shape: said(value) })
    if (type === 'TemplateHead') open.push({ before, shape: said(value) })
    if (type === 'TemplateMiddle' || type === 'TemplateTail') {
      const template = open.at(-1)
      if (template) template.shape += `…${said(value)}`
    }
    if (type === 'TemplateTail') found.push(...open.splice(-1))
    at += value.length
  }
  return found
}

const sentence = /^[A-Z“…].*\s.*[.!?]…?$/s
/** A sentence that ends with a command to copy. */
const withCommand = /^(?:[A-Z]|… is )[^:]*\s[^:]*: .*…$/s
const thrown = /new (?:\w*Error|NothingToDeploy)\(\s*(?:file, )?$/

/** Returns a message as the table has it: without what may follow its end (“Did you mean …?”). */
const tabled = (shape: string): string =>
  shape
    .replace(/\s+/g, ' ')
    .replace(/(?<=[.!?]) ?…$/, '')
    .trim()

/** Returns the messages in code: thrown texts and whole sentences, with … for interpolated values. */
export function messagesIn(code: string): string[] {
  return literalsIn(code)
    .map(({ before, shape }) => ({ before, shape: tabled(shape) }))
    .filter(
      ({ before, shape }) =>
        /[A-Za-z]/.test(shape) && (sentence.test(shape) || withCommand.test(shape) || thrown.test(before)),
    )
    .map(({ shape }) => shape)
}

/** Returns the refusals of the host's helper. */
export const refusalsIn = (python: string): string[] =>
  [...python.matchAll(/Refused\(\s*"((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => text.replace(/%[sd]/g, '…'))

/** Returns the exit messages of a shell script. */
export const endingsIn = (shell: string): string[] => [
  ...[...shell.matchAll(/^usage='([^']*)'/gm)].map(([, text = '']) => text),
  ...[...shell.matchAll(/\b(?:wrong|failed) "((?:[^"\\]|\\.)*)"/g)]
    .map(([, text = '']) => text.replace(/(?<!\\)\$\w+/g, '…').replace(/\\(.)/g, '$1'))
    .filter((text) => /[a-z]/.test(text)),
]

const readers = { '.ts': messagesIn, '.py': refusalsIn, '.sh': endingsIn } as const

/** Returns every message of the builder, with the files that contain it. */
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
