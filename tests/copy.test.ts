import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import jsTokens from 'js-tokens'

/** The rooms whose texts people read. */
const rooms = ['app', 'components', 'client', 'lib', 'api', 'server', 'core', 'text', 'keys']

/** Wording that reads as if translated, or claims what the code cannot know; and what to write instead. */
const refused: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/\b(?:is|was|are|were) no (?!longer\b|more than\b)[a-z]/, '“doesn’t look like a …”, “we can’t find …”'],
  [/\bno such\b/, '“we can’t find that …”'],
  [/\bha(?:s|ve|d) to be\b/, 'say who does it'],
  [/\bof it\b/, 'name the thing'],
  [/\b(?:there is|is there) nothing\b/i, 'say what there is, or what to do'],
  [/\bt(?:ake|akes|aken|aking|ook)\b(?: [\w’]+){0,3} back\b/i, '“delete” for texts, “undo” for votes'],
  [/\bwithdr(?:aw|ew)/i, '“delete” for texts, “undo” for votes'],
  [/\b(?<!e)mail address/i, '“email address”'],
  [/\bmails\b/i, '“emails”'],
  [/\banswer(?:ed|s)? (?:to )?(?:me|you|it|them)\b/i, '“reply”'],
  [/\bwho(?:so)?ever\b|\bone’s\b/i, '“you”, “everybody who”'],
  [/\bweighs? nothing\b/i, '“doesn’t affect the ranking”'],
  [
    /\bnothing (?:was|has been|you sent has been) (?:lost|written|kept|saved)\b/i,
    '“we haven’t saved anything”',
  ],
  [
    /\b(?:what|which) you (?:typed|wrote|type) (?:is|was) (?:still )?(?:kept|here)\b/i,
    '“we kept what you typed”',
  ],
  [/\btext is kept\b/i, '“we kept your text”'],
  [
    /^(?:What|Who|Whom)\b[^?]* (?:is|are|was|were|will|can|may|goes|gets|counts|stays)\b[^?]*$/,
    'say who does what',
  ],
]

/** Exact sentences that match a pattern and are right, with the reason. */
const fine: ReadonlyMap<string, string> = new Map([
  ['visitors weigh nothing', 'the name of a job in the database, which people never see'],
])

const sentences = (text: string): string[] => text.split(/(?<=[.!?;:])\s+/)

/** Returns the wording in a text that is refused, and what to write instead. */
const wrongIn = (text: string): string[] =>
  refused
    .filter(([pattern]) => !fine.has(text) && sentences(text).some((sentence) => pattern.test(sentence)))
    .map(([, instead]) => instead)

const plain = (token: string): string =>
  token
    .replace(/^[`'"}]|(?:[`'"]|\$\{)$/g, '')
    .replace(/\\(.)/gs, (_, sign: string) => (sign === 'n' ? ' ' : sign))

/** Words, and no statement, markup or list of style classes. */
const isForPeople = (text: string): boolean =>
  /[a-z’]+ (?:\S+ )*[a-z’…]/i.test(text) &&
  !/\b(?:select|insert|update|delete) .*\b(?:from|into|set|where)\b/is.test(text)

/** Returns the texts of a source: literals, templates with … for values, and the text between tags. */
function textsIn(code: string, jsx: boolean): string[] {
  const found: string[] = []
  /** Open templates, the innermost last. */
  const open: string[] = []
  const tokens: Iterable<{ type: string; value: string }> = jsx ? jsTokens(code, { jsx }) : jsTokens(code)
  for (const { type, value } of tokens) {
    if (type === 'StringLiteral' || type === 'NoSubstitutionTemplate' || type === 'JSXString')
      found.push(plain(value))
    if (type === 'JSXText') found.push(value)
    if (type === 'TemplateHead') open.push(plain(value))
    if (type === 'TemplateMiddle' || type === 'TemplateTail') open.push(`${open.pop() ?? ''}…${plain(value)}`)
    if (type === 'TemplateTail') found.push(open.pop() ?? '')
  }
  return found.map((text) => text.replace(/\s+/g, ' ').trim()).filter(isForPeople)
}

const faultsIn = (...source: Parameters<typeof textsIn>): string[] =>
  textsIn(...source).flatMap((text) => wrongIn(text).map((instead) => `“${text}”: ${instead}`))

const files = rooms.flatMap((room) =>
  readdirSync(room, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.ts$|testdata/.test(file))
    .map((file) => join(room, file)),
)

test('every text that people read says who does what, in ordinary words', () => {
  const faults = files.flatMap((file) =>
    faultsIn(readFileSync(file, 'utf8'), file.endsWith('x')).map((fault) => `${file} ${fault}`),
  )
  assert.deepEqual(faults, [])
})

test('a sentence that reads as if translated is found, in a literal, a template and a page', () => {
  const code = `
    fail('invalid', 'This is no id.')
    const away = \`The \${name} has to be \${word}; what you typed is kept.\`
    const Page = () => <p title="Take it back">{count} more votes weigh nothing. Who runs this site is named by
      its operator.</p>`
  assert.deepEqual(
    faultsIn(code, true).map((fault) => fault.split('”: ')[0]),
    [
      '“This is no id.',
      '“The … has to be …; what you typed is kept.',
      '“The … has to be …; what you typed is kept.',
      '“Take it back',
      '“more votes weigh nothing. Who runs this site is named by its operator.',
      '“more votes weigh nothing. Who runs this site is named by its operator.',
    ],
  )
  assert.deepEqual(faultsIn("fail('invalid', 'An id is a whole number.')", false), [])
})

test('each permitted sentence still exists', () => {
  const all = new Set(files.flatMap((file) => textsIn(readFileSync(file, 'utf8'), file.endsWith('x'))))
  for (const text of fine.keys()) assert.ok(all.has(text), text)
})
