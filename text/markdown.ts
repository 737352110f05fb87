import type { Element, Root as HastRoot } from 'hast'
import rehypeHighlight from 'rehype-highlight'
import rehypeSanitize, { type Options as Schema } from 'rehype-sanitize'
import rehypeStringify from 'rehype-stringify'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'
import { asTyped } from './as-typed'
import { escapeHtml } from './escape'
import { linkNames, type Names, noNames } from './mentions'

/**
 * Markup that users may write: emphasis, code, code blocks, lists, quotes, links. Everything else is shown as plain
 * text. Elements and attributes not listed here are removed.
 */
const schema: Schema = {
  tagNames: ['p', 'br', 'em', 'strong', 'del', 'code', 'pre', 'span', 'ul', 'ol', 'li', 'blockquote', 'a'],
  attributes: {
    a: ['href', 'rel'],
    code: [['className', /^hljs$/, /^language-[a-z0-9+#-]{1,20}$/]],
    span: [['className', /^hljs-[a-z_ -]{1,30}$/, /^[a-z]{1,12}_$/]],
    ol: ['start'],
    li: ['value'],
    pre: ['tabIndex'],
  },
  protocols: { href: ['http', 'https', 'mailto'] },
  strip: ['script', 'style'],
  ancestors: { li: ['ul', 'ol'] },
}

/** Links are user content, so they get `rel`. Code that scrolls sideways must be focusable by keyboard. */
function mark() {
  const visit = (node: HastRoot | Element) => {
    for (const child of node.children) {
      if (child.type !== 'element') continue
      if (child.tagName === 'a') child.properties.rel = ['nofollow', 'ugc', 'noopener']
      if (child.tagName === 'pre') child.properties.tabIndex = 0
      visit(child)
    }
  }
  return visit
}

/** Longer blocks are not highlighted: some grammars take quadratic time. */
const longestColoured = 1_000

function plainWhenLong() {
  const visit = (node: HastRoot | Element) => {
    for (const child of node.children) {
      if (child.type !== 'element') continue
      const [text] = child.children
      if (child.tagName === 'code' && text?.type === 'text' && text.value.length > longestColoured)
        child.properties.className = ['no-highlight']
      else visit(child)
    }
  }
  return visit
}

/** More marks than this outside of fences are an attack on the parser; a row of one character is one mark. */
const mostMarks = 300

const marksIn = (source: string): number =>
  source
    .replace(/^(`{3,}|~{3,})[^\n]*\n[\s\S]*?^\1[^\n]*$/gm, '')
    .match(/\*+|_+|~+|`+|[[\]<>!&\\|]|^[ \t]*(?:[-+=#]|\d{1,9}[.)])/gm)?.length ?? 0

/** True for a text that is shown as it is, because parsing it would take too long. */
export const hasTooManyMarks = (source: string): boolean => marksIn(source) > mostMarks

const asItIs = (source: string): string => `<p>${escapeHtml(source).replaceAll('\n', '<br>')}</p>`

/** Made when first needed, since it registers 37 languages: most processes render nothing but prose. */
const makePipeline = () =>
  unified()
    .use(remarkParse)
    .use(remarkGfm, { singleTilde: false })
    .use(asTyped)
    .use(remarkRehype)
    .use(linkNames)
    .use(plainWhenLong)
    .use(rehypeHighlight, { detect: false })
    .use(mark)
    .use(rehypeSanitize, schema)
    .use(rehypeStringify)
    .freeze()
let pipeline: ReturnType<typeof makePipeline> | null = null

/** One line of prose in which nothing means anything to Markdown; no marks, names, addresses or entities. */
const prose =
  /^\p{L}(?:[\p{L}\p{M}\p{N} ,.;:?!'’‘“”„«»…–—()%/+-]*[\p{L}\p{M}\p{N},.;:?!'’‘“”„«»…–—()%/+-])?$/u

/** True for a text that the parser would only wrap in a paragraph: most comments. */
export const isProse = (source: string): boolean => prose.test(source) && !/www\.|:\/\//i.test(source)

/** Parses and renders, whatever the text. */
export const renderParsed = (source: string, data: { names: Names; named: Set<string> }): string => {
  pipeline ??= makePipeline()
  return String(pipeline.processSync({ value: source, data }))
}

/**
 * Renders user input to safe HTML, with links for names. Text with hundreds of markup characters is shown as plain text.
 * @param source Markdown, at most a few thousand characters (enforced by the schemas)
 * @returns HTML; every link has rel="nofollow ugc noopener", code has highlighting classes, no inline style. And the
 * handles that became links, in their order
 */
export function renderLinked(source: string, names: Names): { html: string; named: string[] } {
  if (isProse(source)) return { html: `<p>${source}</p>`, named: [] }
  if (hasTooManyMarks(source)) return { html: asItIs(source), named: [] }
  const named = new Set<string>()
  const html = renderParsed(source, { names, named })
  return { html, named: [...named] }
}

/** The same without links for names. Texts that are stored or shown get them by `renderText` of lib/mention. */
export const renderMarkdown = (source: string): string => renderLinked(source, noNames).html
