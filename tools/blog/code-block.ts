import type { Element, ElementContent } from 'hast'
import type { Code } from 'mdast'
import { highlight, isLanguage, linesIn } from './highlight'
import type { Source } from './source'

/**
 * How the commands of a block were run: by the test of posts, by a script of the repository, or not at all, with a
 * reason.
 */
export type Ran = { how: 'test' } | { how: 'script'; path: string } | { how: 'not'; why: string }

export type CodeMeta = { marked: Set<number>; title: string | null; ran: Ran | null }

const quoted = (meta: string, name: string): string | null =>
  new RegExp(`(?:^|\\s)${name}="([^"]+)"`).exec(meta)?.[1] ?? null

/** Parses the text after the language of a fenced block: `{2,4-6} title="…" run`, `by="…"`, `notrun="…"`. */
export function metaOf(meta: string): CodeMeta {
  const [by, why] = [quoted(meta, 'by'), quoted(meta, 'notrun')]
  const bare = meta.replace(/\w+="[^"]*"/g, '')
  const ran: Ran | null = /(^|\s)run(\s|$)/.test(bare)
    ? { how: 'test' }
    : by
      ? { how: 'script', path: by }
      : why
        ? { how: 'not', why }
        : null
  return { marked: linesIn(/\{([\d,\s-]+)\}/.exec(bare)?.[1] ?? ''), title: quoted(meta, 'title'), ran }
}

const commands = new Set(['bash', 'sh', 'shell'])

/** Reports a block in an unknown language, or with commands that do not say how they were run. */
export function checkCode(node: Code, source: Source): CodeMeta {
  const line = node.position?.start.line ?? 1
  const language = node.lang ?? ''
  const meta = metaOf(node.meta ?? '')
  if (!isLanguage(language)) source.fault(line, `Unknown language “${language}”.`)
  if (commands.has(language) && !meta.ran)
    source.fault(line, 'Commands need run, by="a script of the repository" or notrun="why".')
  return meta
}

const said: Record<Ran['how'], (ran: Ran) => string> = {
  test: () => 'Run by the tests of this site.',
  script: (ran) => (ran.how === 'script' ? `Run by ${ran.path}.` : ''),
  not: (ran) => (ran.how === 'not' ? `Not run by us: ${ran.why}.` : ''),
}

const element = (tagName: string, className: string, children: ElementContent[]): Element => ({
  type: 'element',
  tagName,
  properties: className ? { className: [className] } : {},
  children,
})

/** Returns a block of code as a figure: its title, the code in lines, and how it was run. */
export async function codeFigure(node: Code, source: Source): Promise<Element> {
  const { marked, title, ran } = checkCode(node, source)
  const language = node.lang ?? ''
  const lines = isLanguage(language) ? await highlight(node.value, language, marked) : []
  const between = lines.flatMap((line): ElementContent[] => [line, { type: 'text', value: '\n' }])
  const pre: Element = {
    type: 'element',
    tagName: 'pre',
    properties: { tabIndex: 0, className: ['code', ...(language === 'art' ? ['code-art'] : [])] },
    children: [element('code', language ? `language-${language}` : '', between)],
  }
  const caption = title ? [element('figcaption', 'code-title', [{ type: 'text', value: title }])] : []
  const note = ran ? [element('p', 'code-ran', [{ type: 'text', value: said[ran.how](ran) }])] : []
  return element('figure', 'code-figure', [...caption, pre, ...note])
}
