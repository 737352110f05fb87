import type { Element, Root as HastRoot } from 'hast'
import type { PhrasingContent, Root, RootContent } from 'mdast'
import rehypeHighlight from 'rehype-highlight'
import rehypeSanitize, { type Options as Schema } from 'rehype-sanitize'
import rehypeStringify from 'rehype-stringify'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'
import { escapeHtml } from './escape'

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
    pre: ['tabIndex'],
  },
  protocols: { href: ['http', 'https', 'mailto'] },
  strip: ['script', 'style'],
  ancestors: { li: ['ul', 'ol'] },
}

const plain = new Set([
  'html',
  'image',
  'imageReference',
  'table',
  'definition',
  'footnoteDefinition',
  'footnoteReference',
  'thematicBreak',
])

/** Turns headings into bold lines, and images, tables and raw HTML into their source text. */
function asTyped() {
  return (tree: Root, file: { value: unknown }) => {
    const source = String(file.value)
    const visit = (children: RootContent[], inline: boolean): RootContent[] =>
      children.map((node) => {
        if (node.type === 'heading') {
          const within = visit(node.children, true) as PhrasingContent[]
          return { type: 'paragraph', children: [{ type: 'strong', children: within }] }
        }
        if (plain.has(node.type)) {
          const typed = {
            type: 'text' as const,
            value: source.slice(node.position?.start.offset, node.position?.end.offset),
          }
          return inline ? typed : { type: 'paragraph', children: [typed] }
        }
        if ('children' in node) {
          node.children = visit(node.children as RootContent[], inline || node.type === 'paragraph') as never
        }
        return node
      })
    tree.children = visit(tree.children, false)
  }
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

/** Deeper nesting is an attack on the parser, so it is flattened before parsing. */
const deepest = 8

function tame(source: string): string {
  return source
    .split('\n')
    .map((line) => {
      const lead = /^(?:[ \t]*(?:>|[-*+]|\d{1,9}[.)])(?=[ \t>*+-]|$))+/.exec(line)?.[0] ?? ''
      const marks = lead.match(/>|[-*+]|\d+[.)]/g)?.length ?? 0
      return marks > deepest ? `\\${line.trimStart()}` : line
    })
    .join('\n')
    .replace(/[[(*_~]{40,}/g, (run) => run.replace(/./g, '\\$&'))
    .replace(/`{12,}/g, (run) => run.replace(/./g, '\\`'))
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

/** More markup characters than this outside of code are an attack on the parser. */
const mostMarks = 300

const marksIn = (source: string): number =>
  source
    .replace(/^(`{3,}|~{3,})[^\n]*\n[\s\S]*?^\1[^\n]*$/gm, '')
    .match(/[*_~`[\]<>!&\\|]|^[ \t]*(?:[-+=#]|\d{1,9}[.)])/gm)?.length ?? 0

const asItIs = (source: string): string => `<p>${escapeHtml(source).replaceAll('\n', '<br>')}</p>`

const pipeline = unified()
  .use(remarkParse)
  .use(remarkGfm, { singleTilde: false })
  .use(asTyped)
  .use(remarkRehype)
  .use(plainWhenLong)
  .use(rehypeHighlight, { detect: false })
  .use(mark)
  .use(rehypeSanitize, schema)
  .use(rehypeStringify)
  .freeze()

/**
 * Renders user input to safe HTML; the only way to do so. Text with hundreds of markup characters is shown as plain
 * text.
 * @param source Markdown, at most a few thousand characters (enforced by the schemas)
 * @returns HTML; every link has rel="nofollow ugc noopener", code has highlighting classes, no inline style
 */
export const renderMarkdown = (source: string): string =>
  marksIn(source) > mostMarks ? asItIs(source) : String(pipeline.processSync(tame(source)))
