import type { Link, List, ListItem, PhrasingContent, Root, RootContent } from 'mdast'

/** Nodes that users may not write; their source is shown. */
const refused = new Set([
  'html',
  'image',
  'imageReference',
  'table',
  'definition',
  'footnoteDefinition',
  'footnoteReference',
  'thematicBreak',
])

/** Containers in containers beyond this depth are shown as they were typed. */
const deepest = 8

/** Schemes that a link may have; without one it is an address of this site. */
const followed = /^(?:https?:|mailto:|[^:]*$|[^:]*[/?#])/i

const containers = new Set(['blockquote', 'list'])

const lineOf = (node: RootContent | undefined): number | undefined => node?.position?.start.line

/** True for `- - -` or `1. 2. 3.`: list markers in one line are rows of characters, and no lists in lists. */
const opensInOneLine = ({ children }: List): boolean =>
  children.some((item) => item.children[0]?.type === 'list' && lineOf(item) === lineOf(item.children[0]))

/** True for a fence that nothing closes and that holds nothing, or is of tildes: the underline of a compiler's message. */
const isUnderline = (source: string, value: string): boolean => {
  const fence = /^(?:`{3,}|~{3,})/.exec(source)?.[0]
  if (!fence || source.split('\n').slice(1).at(-1)?.trim().startsWith(fence)) return false
  return fence.startsWith('~') || value === ''
}

/** Says in text whether a task is done: a checkbox that nobody can tick would be a lie. */
function sayTask(item: ListItem): void {
  if (typeof item.checked !== 'boolean') return
  const mark = item.checked ? '☑ ' : '☐ '
  const [first] = item.children
  if (first?.type === 'paragraph') first.children.unshift({ type: 'text', value: mark })
  item.checked = null
}

/** Keeps the number that an item was typed with, where counting from the first would give another. */
function keepNumbers(list: List, sourceOf: (node: ListItem) => string): void {
  if (!list.ordered) return
  const numbers = list.children.map((item) => Number(/^\d{1,9}/.exec(sourceOf(item))?.[0]))
  // `1. 1. 1.` down the lines is how Markdown asks to be counted.
  if (!numbers.every((number, at) => at === 0 || number > (numbers[at - 1] ?? 0))) return
  for (const [at, item] of list.children.entries())
    if (numbers[at] !== (list.start ?? 1) + at)
      item.data = { ...item.data, hProperties: { value: String(numbers[at]) } }
}

/**
 * Replaces what users may not write by its source text, as a remark plugin: raw HTML, images, tables, definitions, rules, links
 * with other schemes, containers that are too deep. Headings become bold lines, task items say their state in text.
 */
export function asTyped() {
  return (tree: Root, file: { value: unknown }) => {
    const source = String(file.value)
    const sourceOf = (node: RootContent): string =>
      source.slice(node.position?.start.offset, node.position?.end.offset)
    const typed = (node: RootContent, inline: boolean): RootContent => {
      const text = { type: 'text' as const, value: sourceOf(node) }
      if (inline) return text
      // Each line of it stays a line.
      const lines = text.value
        .split('\n')
        .flatMap((value, n): PhrasingContent[] => [
          ...(n > 0 ? [{ type: 'break' as const }] : []),
          { type: 'text', value },
        ])
      return { type: 'paragraph', children: lines }
    }
    const isRefused = (node: RootContent, depth: number): boolean => {
      if (refused.has(node.type)) return true
      if (node.type === 'list' && opensInOneLine(node)) return true
      if (node.type === 'code') return isUnderline(sourceOf(node), node.value)
      if (node.type === 'link') return !followed.test((node as Link).url)
      return containers.has(node.type) && depth >= deepest
    }
    const visit = (children: RootContent[], inline: boolean, depth: number): RootContent[] =>
      children.map((node) => {
        if (isRefused(node, depth)) return typed(node, inline)
        if (node.type === 'heading') {
          const within = visit(node.children, true, depth) as PhrasingContent[]
          return { type: 'paragraph', children: [{ type: 'strong', children: within }] }
        }
        if (node.type === 'listItem') sayTask(node)
        if (node.type === 'list') keepNumbers(node, sourceOf)
        if ('children' in node) {
          const within = inline || node.type === 'paragraph'
          const below = depth + (containers.has(node.type) ? 1 : 0)
          node.children = visit(node.children as RootContent[], within, below) as never
        }
        return node
      })
    tree.children = visit(tree.children, false, 0)
  }
}
