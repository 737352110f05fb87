import type { Element, ElementContent, Root, Text } from 'hast'
import { paths } from '@/core/paths'

/** The handles and the numbers of bemoanings that a text may link to, because they lead somewhere. */
export type Names = { handles: ReadonlySet<string>; ids: ReadonlySet<number> }

export const noNames: Names = { handles: new Set(), ids: new Set() }

/** More handles, or numbers, than anybody names in one text. */
const most = 50

/** `@handle` or `#1024`, unless it is part of a word, an address or an email address. */
const mark = () =>
  /(?<![\p{L}\p{N}_@#&/.=-])(?:@([A-Za-z0-9_-]{3,20})(?![A-Za-z0-9_@-])|#([1-9]\d{0,9})(?![\p{L}\p{N}_-]))/gu

/** A handle as it was typed, and without the dashes and underscores that may end a sentence. */
const spellings = (typed: string): string[] => {
  const handle = typed.toLowerCase()
  const bare = handle.replace(/[-_]+$/, '')
  return bare === handle ? [handle] : [handle, bare]
}

/** Returns what a text may name, to be looked up. Code and links are still included. */
export function namesIn(source: string): { handles: string[]; ids: number[] } {
  const handles = new Set<string>()
  const ids = new Set<number>()
  for (const [, handle, id] of source.matchAll(mark())) {
    if (handle && handles.size < most) for (const one of spellings(handle)) handles.add(one)
    if (id && ids.size < most) ids.add(Number(id))
  }
  return { handles: [...handles], ids: [...ids] }
}

const link = (href: string, value: string): Element => ({
  type: 'element',
  tagName: 'a',
  properties: { href },
  children: [{ type: 'text', value }],
})

/** Splits a text at the names in it. */
function linked({ value }: Text, names: Names, named: Set<string>): ElementContent[] {
  const parts: ElementContent[] = []
  let from = 0
  const add = (at: number, to: number, href: string) => {
    if (at > from) parts.push({ type: 'text', value: value.slice(from, at) })
    parts.push(link(href, value.slice(at, to)))
    from = to
  }
  for (const found of value.matchAll(mark())) {
    const [, typed, id] = found
    const handle = typed ? spellings(typed).find((one) => names.handles.has(one)) : undefined
    if (handle) {
      named.add(handle)
      add(found.index, found.index + 1 + handle.length, paths.user(handle))
    } else if (id && names.ids.has(Number(id)))
      add(found.index, found.index + 1 + id.length, paths.shortBemoaning(Number(id)))
  }
  if (from < value.length) parts.push({ type: 'text', value: value.slice(from) })
  return parts
}

const closed = new Set(['a', 'code', 'pre'])

/**
 * Turns names in text into links, as a rehype plugin: those in `names` of the file's data, and not in code or links. Adds the handles
 * to the data's `named`.
 */
export function linkNames() {
  return (tree: Root, { data }: { data: unknown }) => {
    const { names, named } = data as { names?: Names; named?: Set<string> }
    if (!names || !named || names.handles.size + names.ids.size === 0) return
    const visit = (node: Root | Element) => {
      node.children = node.children.flatMap((child): typeof node.children => {
        if (child.type === 'text') return linked(child, names, named)
        if (child.type === 'element' && !closed.has(child.tagName)) visit(child)
        return [child]
      })
    }
    visit(tree)
  }
}
