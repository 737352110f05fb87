import type { List, ListItem, Root, RootContent } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { asTyped } from './as-typed'
import { clustersOf } from './graphemes'
import { hasTooManyMarks } from './markdown'

/** Parses what users may write as their pages do, so that nothing is a mark here and a letter there. */
const parser = unified().use(remarkParse).use(remarkGfm, { singleTilde: false }).use(asTyped).freeze()

const itemsOf = ({ children, ordered, start }: List): string =>
  children
    .map((item: ListItem, at) => {
      const number = Number(item.data?.hProperties?.value ?? (start ?? 1) + at)
      return `${ordered ? `${number}.` : '•'} ${within(item.children)}`
    })
    .join('\n')

function plain(node: RootContent): string {
  if (node.type === 'break') return '\n'
  if (node.type === 'list') return itemsOf(node)
  if (node.type === 'blockquote') return `“${within(node.children)}”`
  if ('value' in node) return node.value
  if (!('children' in node)) return ''
  return (node.children as RootContent[]).map(plain).join('')
}

const within = (blocks: RootContent[]): string => blocks.map(plain).join('\n')

/**
 * Returns the words of a Markdown text without its signs, for where nothing renders it: a quotation in typographic
 * quotes, list items on lines of their own, a link as its label.
 * @param source Markdown as users write it
 */
export function plainText(source: string): string {
  if (hasTooManyMarks(source) || !/[*_~`[\]<>&\\#]|^[ \t]*(?:[-+=]|\d{1,9}[.)])|^ {4}|^\t/m.test(source))
    return source
  return within((parser.runSync(parser.parse(source), source) as Root).children)
}

/**
 * Returns the beginning of a Markdown text as plain text.
 * @param most length in grapheme clusters
 */
export function excerptOf(source: string, most = 300): string {
  const clusters: string[] = []
  for (const cluster of clustersOf(plainText(source))) {
    if (clusters.length === most) return `${clusters.join('').trimEnd()}…`
    clusters.push(cluster)
  }
  return clusters.join('')
}
