import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Element, ElementContent } from 'hast'
import type { Code, Heading as HeadingNode, Image, Link, Nodes, Root } from 'mdast'
import type { ContainerDirective, LeafDirective } from 'mdast-util-directive'
import rehypeStringify from 'rehype-stringify'
import remarkDirective from 'remark-directive'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import remarkRehype, { type Options } from 'remark-rehype'

import { unified } from 'unified'
import { visit } from 'unist-util-visit'
import { slugify } from '@/core/slug'
import type { Heading } from '@/lib/blog'
import { codeFigure } from './code-block'
import { directiveElement, element, plainInline } from './directives'
import { finish, forFeeds } from './finish'
import { plainText, wordsOf } from './plain-text'
import type { Source } from './source'

export type Compiled = {
  html: string
  feedHtml: string
  headings: Heading[]
  text: string
  words: number
  hasCode: boolean
  hasWidget: boolean
}

const textOf = (node: Nodes): string =>
  'value' in node ? node.value : 'children' in node ? node.children.map(textOf).join('') : ''

/** Checks that headings start at the second level and skip none, and gives each a unique id. */
function nameHeadings(tree: Root, source: Source): Heading[] {
  const headings: Heading[] = []
  const taken = new Map<string, number>()
  let last = 1
  visit(tree, 'heading', (node: HeadingNode) => {
    const line = node.position?.start.line ?? 1
    if (node.depth === 1) source.fault(line, 'The title is the first heading. Begin with ##.')
    else if (node.depth > last + 1)
      source.fault(line, `A heading of level ${node.depth} follows one of level ${last}.`)
    last = node.depth
    const text = textOf(node)
    const base = slugify(text)
    const count = taken.get(base) ?? 0
    taken.set(base, count + 1)
    const id = count === 0 ? base : `${base}-${count + 1}`
    node.data = { hProperties: { id } }
    if (node.depth === 2 || node.depth === 3) headings.push({ id, text, depth: node.depth })
  })
  return headings
}

function check(tree: Root, source: Source): void {
  visit(tree, (node) => {
    const line = node.position?.start.line ?? 1
    if (node.type === 'html' && !/^<!--/.test(node.value))
      source.fault(line, 'Posts can’t contain HTML. It would not be shown.')
    if (node.type === 'image') checkImage(node, line, source)
    if (node.type === 'link' || node.type === 'definition') checkLink(node.url, line, source)
    if (node.type === 'link' && !textOf(node as Link).trim()) source.fault(line, 'This link has no text.')
  })
}

function checkImage(node: Image, line: number, source: Source): void {
  if (!node.alt?.trim()) source.fault(line, `The picture ${node.url} has no description.`)
  if (/[/\\]|^\.\./.test(node.url) || !existsSync(join(source.folder, node.url)))
    source.fault(line, `The picture ${node.url} isn’t beside the post.`)
}

function checkLink(url: string, line: number, source: Source): void {
  if (/^(\/(?!\/)|#)/.test(url)) source.links.push({ href: url, line })
  else if (!/^(https?:\/\/[^\s]+|mailto:[^\s]+)$/.test(url))
    source.fault(line, `${url} is neither an address of this site (/…, #…) nor an https:// address.`)
}

type Handler = NonNullable<Options['handlers']>['containerDirective']

const isDirective = (node: { type: string }): node is ContainerDirective | LeafDirective =>
  node.type === 'containerDirective' || node.type === 'leafDirective'

/**
 * Compiles a post's Markdown. Errors are added to the source's faults; with any, the result must not be used. The
 * content is never evaluated.
 */
export async function compileMarkdown(source: Source): Promise<Compiled> {
  const tree = unified()
    .use(remarkParse)
    .use(remarkGfm, { singleTilde: false })
    .use(remarkDirective)
    .parse(source.markdown)
  plainInline(tree, source.markdown)
  const headings = nameHeadings(tree, source)
  check(tree, source)
  const figures = new Map<Code, Element>()
  const blocks: Code[] = []
  visit(tree, 'code', (node) => {
    blocks.push(node)
  })
  for (const node of blocks) figures.set(node, await codeFigure(node, source))
  let hasWidget = false
  const directive: NonNullable<Handler> = (state, node) => {
    if (!isDirective(node)) return undefined
    hasWidget ||= node.name === 'bishop'
    return directiveElement(node, state.all(node) as ElementContent[], source)
  }
  const handlers: Options['handlers'] = {
    containerDirective: directive,
    leafDirective: directive,
    code: (_, node: Code) => figures.get(node),
    image: (_, node: Image) =>
      element('img', { src: `/blog/${source.slug}/${node.url}`, alt: node.alt ?? '', loading: 'lazy' }),
  }
  const made = await unified()
    .use(remarkRehype, {
      handlers,
      clobberPrefix: '',
      footnoteLabel: 'Notes',
      footnoteLabelTagName: 'h2',
      footnoteLabelProperties: { className: ['notes-title'] },
      footnoteBackLabel: (index: number) => `Back to the text, note ${index + 1}`,
    })
    .use(finish)
    .run(tree)
  const write = unified().use(rehypeStringify, { allowDangerousHtml: true })
  const text = plainText(tree)
  return {
    html: write.stringify(made),
    feedHtml: write.stringify(forFeeds(made, source.slug)),
    headings,
    text,
    words: wordsOf(tree),
    hasCode: blocks.length > 0,
    hasWidget,
  }
}
