import type { Element, ElementContent, Root } from 'hast'
import { visit } from 'unist-util-visit'
import { elsewhere } from '@/lib/blog'
import { element } from './directives'

const text = (value: string): ElementContent => ({ type: 'text', value })

/** Adds anchors to headings, marks external links, and makes wide tables scroll. */
export function finish() {
  return (tree: Root): void => {
    let tables = 0
    visit(tree, 'element', (node, index, parent) => {
      if (
        /^h[2-4]$/.test(node.tagName) &&
        typeof node.properties.id === 'string' &&
        node.properties.id !== 'footnote-label'
      )
        node.children.push(
          text(' '),
          element(
            'a',
            { className: ['anchor'], href: `#${node.properties.id}`, ariaLabel: 'Link to this heading' },
            [text('#')],
          ),
        )
      if (node.tagName === 'a' && /^https?:/.test(String(node.properties.href ?? ''))) {
        node.properties.rel = ['noopener']
        node.properties.className = ['away']
      }
      if (node.tagName === 'table' && parent && index !== undefined && !isScroller(parent)) {
        tables += 1
        parent.children[index] = element(
          'div',
          { className: ['table-scroll'], tabIndex: 0, role: 'region', ariaLabel: `Table ${tables}` },
          [node],
        )
      }
    })
  }
}

const isScroller = (parent: Root | Element): boolean =>
  parent.type === 'element' &&
  Array.isArray(parent.properties.className) &&
  parent.properties.className.includes('table-scroll')

const has = (node: Element, name: string): boolean =>
  Array.isArray(node.properties.className) && node.properties.className.includes(name)

/** Returns the same for feed readers: with absolute addresses, and without what only works on our own page. */
export function forFeeds(tree: Root, slug: string): Root {
  const copy = structuredClone(tree)
  visit(copy, 'element', (node) => {
    node.children = node.children.filter((child) => child.type !== 'element' || !has(child, 'anchor'))
    for (const name of ['href', 'src']) {
      const to = node.properties[name]
      if (typeof to === 'string' && /^\/(?!\/)/.test(to)) node.properties[name] = elsewhere + to
      else if (typeof to === 'string' && to.startsWith('#'))
        node.properties[name] = `${elsewhere}/blog/${slug}${to}`
    }
    for (const name of ['tabIndex', 'dataSort', 'dataBishop', 'dataKind', 'dataWidget'])
      delete node.properties[name]
  })
  return copy
}
