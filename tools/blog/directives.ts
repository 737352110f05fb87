import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Element, ElementContent } from 'hast'
import type { Root } from 'mdast'
import type { ContainerDirective, LeafDirective } from 'mdast-util-directive'
import { visit } from 'unist-util-visit'
import { lookUp } from '@/core/look-up'
import { escapeHtml } from '@/text/escape'
import { type Bars, barsFrom } from './bars'
import { bishopWidget } from './bishop'
import type { Source } from './source'

type Directive = ContainerDirective | LeafDirective
type Made = Element | { type: 'raw'; value: string }

export const element = (
  tagName: string,
  properties: Element['properties'],
  children: (ElementContent | Made)[] = [],
): Element => ({ type: 'element', tagName, properties, children: children as ElementContent[] })

/** Returns a picture of the post with its description. Drawings are inlined, and use the page's colours. */
function figure(node: Directive, caption: ElementContent[], source: Source): Element {
  const { src = '', alt = '' } = node.attributes ?? {}
  const line = node.position?.start.line ?? 1
  if (!alt?.trim()) source.fault(line, 'A figure needs alt="what it shows".')
  const path = join(source.folder, src ?? '')
  if (!src || /[/\\]/.test(src) || !existsSync(path)) {
    source.fault(line, `The picture ${src} isn’t beside the post.`)
    return element('figure', {})
  }
  const svg = src.endsWith('.svg') ? readFileSync(path, 'utf8') : null
  if (svg && /<script|<foreignObject|\sstyle=|\son\w+=|<!|href=/i.test(svg))
    source.fault(line, `${src} must not contain scripts, styles, links or references.`)
  const picture: Made = svg
    ? {
        type: 'raw',
        value: svg
          .replace(' aria-hidden="true"', '')
          .replace('<svg', `<svg role="img" aria-label="${escapeHtml(alt ?? '')}"`),
      }
    : element('img', { src: `/blog/${source.slug}/${src}`, alt: alt ?? '', loading: 'lazy' })
  return element('figure', { className: ['drawing'] }, [picture, element('figcaption', {}, caption)])
}

/** The directives that a post may use, and the element for each. */
const known: Record<string, (node: Directive, children: ElementContent[], source: Source) => Element> = {
  figure,
  /** A remark beside the text, in the margin if there is one. */
  side: (_, children) => element('aside', { className: ['side'], role: 'note' }, children),
  note: (_, children) => element('div', { className: ['callout'] }, children),
  /** A sortable table, with a chart of one of its columns. */
  sortable: (node, children, source) => {
    const table = children.find(
      (child): child is Element => child.type === 'element' && child.tagName === 'table',
    )
    const column = Number(node.attributes?.chart ?? 0)
    const line = node.position?.start.line ?? 1
    if (!table) source.fault(line, 'sortable must contain a table.')
    else table.properties = { ...table.properties, dataSort: '' }
    const bars: Bars | null =
      table && column > 0 ? barsFrom(table, column, node.attributes?.unit ?? '') : null
    if (column > 0 && !bars) source.fault(line, `Column ${column} has no numbers for a chart.`)
    return element('div', { className: ['sortable'] }, [
      ...(bars
        ? [
            element('figure', { className: ['bars'] }, [
              { type: 'raw', value: bars.svg },
              element('figcaption', {}, [{ type: 'text', value: node.attributes?.title ?? bars.title }]),
            ]),
          ]
        : []),
      ...children,
    ])
  },
  bishop: (node, _, source) => {
    const key = node.attributes?.fingerprint ?? ''
    const made = bishopWidget(key ?? '')
    if (!made) source.fault(node.position?.start.line ?? 1, `“${key}” isn’t a fingerprint.`)
    return element(
      'div',
      { className: ['bishop'], dataBishop: key, dataKind: 'ED25519 256', dataWidget: '' },
      made ? [{ type: 'raw', value: made }] : [],
    )
  },
}

/** Turns inline directives back into text: `host:port` is not a directive. */
export function plainInline(tree: Root, markdown: string): void {
  visit(tree, 'textDirective', (node, index, parent) => {
    if (!parent || index === undefined) return
    const { start, end } = node.position ?? {}
    parent.children[index] = { type: 'text', value: markdown.slice(start?.offset, end?.offset) }
  })
}

/** Returns the element for a directive whose content is already HTML. */
export function directiveElement(node: Directive, children: ElementContent[], source: Source): Element {
  const make = lookUp(known, node.name)
  if (make) return make(node, children, source)
  source.fault(
    node.position?.start.line ?? 1,
    `Unknown directive “${node.name}”. Choose one of ${Object.keys(known).join(', ')}.`,
  )
  return element('div', {})
}
