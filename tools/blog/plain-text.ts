import type { Nodes, Root, Table } from 'mdast'
import { width, wrap } from '@/text/wrap'

const columns = 76

/** Returns the content of a block as one line. Links keep their address. */
function inline(node: Nodes): string {
  if (node.type === 'link') {
    const text = node.children.map(inline).join('')
    return /^https?:/.test(node.url) && node.url !== text ? `${text} <${node.url}>` : text
  }
  if (node.type === 'image') return `[picture: ${node.alt}]`
  if (node.type === 'footnoteReference') return `[${node.identifier}]`
  if (node.type === 'break') return ' '
  if ('value' in node) return node.value
  return 'children' in node ? node.children.map(inline).join('') : ''
}

const wrapped = (text: string, lead = '', rest = lead): string =>
  wrap(text.replace(/\s+/g, ' ').trim(), columns - width(rest))
    .map((line, index) => (index === 0 ? lead : rest) + line)
    .join('\n')

const indented = (text: string, by: string): string => text.replace(/^(?=.)/gm, by)

function table(node: Table): string {
  const cells = node.children.map((row) => row.children.map((cell) => inline(cell).trim()))
  const sizes = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => width(row[column] ?? ''))))
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell + ' '.repeat(Math.max(0, (sizes[column] ?? 0) - width(cell))))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function block(node: Nodes): string {
  switch (node.type) {
    case 'heading': {
      const text = inline(node)
      return `${text}\n${(node.depth === 2 ? '=' : '-').repeat(width(text))}`
    }
    case 'code':
      return indented(node.value, '    ')
    case 'blockquote':
      return indented(blocks(node.children), '> ')
    case 'list':
      return node.children
        .map((item, index) => {
          const lead = node.ordered ? `${(node.start ?? 1) + index}. ` : '- '
          return lead + indented(blocks(item.children), ' '.repeat(lead.length)).trimStart()
        })
        .join('\n')
    case 'table':
      return table(node)
    case 'footnoteDefinition':
      return `[${node.identifier}] ${indented(blocks(node.children), '    ').trimStart()}`
    case 'leafDirective':
      return node.name === 'figure' ? wrapped(`[drawing: ${node.attributes?.alt ?? ''}] ${inline(node)}`) : ''
    case 'containerDirective':
      return node.name === 'side' || node.name === 'note'
        ? indented(blocks(node.children), '  | ')
        : blocks(node.children)
    case 'html':
    case 'definition':
      return ''
    case 'thematicBreak':
      return '* * *'
    default:
      return wrapped(inline(node))
  }
}

const blocks = (nodes: readonly Nodes[]): string => nodes.map(block).filter(Boolean).join('\n\n')

/** Returns a post as plain text for a terminal, 76 columns wide. */
export const plainText = (tree: Root): string => blocks(tree.children)

/** Counts the words of running text, without code blocks and tables. */
export function wordsOf(tree: Root): number {
  const count = (node: Nodes): number => {
    if (node.type === 'code' || node.type === 'table' || node.type === 'html') return 0
    if (node.type === 'text' || node.type === 'inlineCode')
      return (node.value.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? []).length
    return 'children' in node ? node.children.reduce((sum, child) => sum + count(child), 0) : 0
  }
  return count(tree)
}
