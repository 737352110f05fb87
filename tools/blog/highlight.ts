import type { Element, ElementContent } from 'hast'
import { bundledLanguages, createHighlighter, type Highlighter, type ThemeRegistration } from 'shiki'
import { lookUp } from '@/core/look-up'

/**
 * The kind of a token, by its colour in the theme. The theme's colours only stand for names: the output has a class,
 * and the stylesheet has its colours for light and dark.
 */
const kinds = {
  '#000001': 'c',
  '#000002': 'k',
  '#000003': 's',
  '#000004': 'n',
  '#000005': 'f',
  '#000006': 'v',
  '#000007': 'p',
} as const

const theme: ThemeRegistration = {
  name: 'kinds',
  type: 'light',
  colors: { 'editor.foreground': '#000000', 'editor.background': '#ffffff' },
  tokenColors: [
    { scope: ['comment', 'punctuation.definition.comment'], settings: { foreground: '#000001' } },
    {
      scope: ['keyword', 'storage', 'keyword.control', 'constant.language', 'entity.name.tag'],
      settings: { foreground: '#000002' },
    },
    { scope: ['string', 'constant.other.symbol', 'string.regexp'], settings: { foreground: '#000003' } },
    { scope: ['constant.numeric', 'constant.character.escape'], settings: { foreground: '#000004' } },
    {
      scope: [
        'entity.name.function',
        'support.function',
        'entity.name.command',
        'entity.name.type',
        'support.type',
        'entity.other.attribute-name',
      ],
      settings: { foreground: '#000005' },
    },
    { scope: ['variable', 'support.variable'], settings: { foreground: '#000006' } },
    { scope: ['keyword.operator', 'punctuation.separator.pipe'], settings: { foreground: '#000007' } },
  ],
}

const languages = [
  'bash',
  'c',
  'diff',
  'ini',
  'json',
  'python',
  'typescript',
  'yaml',
  'javascript',
  'sql',
] as const
const others: Record<string, string> = { sh: 'bash', shell: 'bash', ts: 'typescript', js: 'javascript' }
const plain = new Set(['text', 'console', 'art', ''])

/** True if a block may name this language. */
export const isLanguage = (name: string): boolean =>
  plain.has(name) || (languages as readonly string[]).includes(lookUp(others, name) ?? name)

let made: Promise<Highlighter> | null = null
const highlighter = (): Promise<Highlighter> => {
  made ??= createHighlighter({ themes: [theme], langs: languages.map((name) => bundledLanguages[name]) })
  return made
}

const span = (className: string, children: ElementContent[]): Element => ({
  type: 'element',
  tagName: 'span',
  properties: { className: [className] },
  children,
})

/** Returns the class of a line: marked with `{2,4-6}` after the language, or in a diff by + or -. */
function markOf(line: string, number: number, language: string, marked: ReadonlySet<number>): string {
  if (language === 'diff' && /^[+-](?![+-]{2})/.test(line))
    return line.startsWith('+') ? 'line added' : 'line taken'
  return marked.has(number) ? 'line marked' : 'line'
}

export function linesIn(text: string): Set<number> {
  const numbers = new Set<number>()
  for (const [, from = '', to = from] of text.matchAll(/(\d+)(?:-(\d+))?/g))
    for (let n = Number(from); n <= Number(to) && n < 1_000; n += 1) numbers.add(n)
  return numbers
}

/** Returns code as lines of tokens with classes. */
export async function highlight(code: string, name: string, marked: ReadonlySet<number>): Promise<Element[]> {
  const language = lookUp(others, name) ?? name
  const rows = plain.has(language)
    ? code.split('\n').map((content) => [{ content, color: undefined as string | undefined }])
    : (await highlighter()).codeToTokensBase(code, { lang: language as 'bash', theme })
  return rows.map((row, index) => {
    const children = row.map(({ content, color }): ElementContent => {
      const kind = color ? lookUp<string>(kinds, color.toLowerCase()) : undefined
      const text = { type: 'text' as const, value: content }
      return kind ? span(`t-${kind}`, [text]) : text
    })
    const line = row.map(({ content }) => content).join('')
    const element = span('line', children)
    element.properties.className = markOf(line, index + 1, language, marked).split(' ')
    return element
  })
}
