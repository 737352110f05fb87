import { compile } from 'html-to-text'
import type { BufferedResponse } from '@/core/response'
import { wrap } from '@/text/wrap'

const columns = 80

const heading = (level: number) => ({
  selector: `h${level}`,
  options: {
    uppercase: false,
    leadingLineBreaks: level === 1 ? 1 : 2,
    trailingLineBreaks: level === 1 ? 2 : 1,
  },
})

/** Reads the main part of a page as text. Controls are left out: they do nothing in a terminal. */
const convert = compile({
  wordwrap: false,
  baseElements: { selectors: ['main'] },
  selectors: [
    { selector: 'a', options: { ignoreHref: true } },
    ...['form', 'button', 'input', 'textarea', 'select', 'svg', 'script', 'style', 'template', 'img'].map(
      (selector) => ({ selector, format: 'skip' }),
    ),
    ...[1, 2, 3, 4].map(heading),
    { selector: 'ul', options: { itemPrefix: '- ' } },
    { selector: 'dt', format: 'block', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    { selector: 'table', format: 'dataTable', options: { uppercaseHeaderCells: false, maxColumnWidth: 50 } },
  ],
})

/** Texts by the page they were made from: converting the eight tried took 1 to 92 ms, /state 363 (html-to-text 10.0.1). */
const made = new WeakMap<Buffer, Buffer>()

/**
 * Returns the text of a page for a terminal: its main part, in lines of up to 80 columns; lines that cannot be broken,
 * such as tables and commands, keep their length.
 * @param answer an HTML page
 */
export function pageText(answer: BufferedResponse): BufferedResponse {
  const known = made.get(answer.body)
  const body = known ?? Buffer.from(`${textOf(answer.body.toString())}\n`)
  made.set(answer.body, body)
  const { 'content-type': _, etag: __, ...headers } = answer.headers
  return { ...answer, headers: { ...headers, 'content-type': 'text/plain; charset=utf-8' }, body }
}

function textOf(html: string): string {
  return convert(html)
    .replace(/\n{3,}/g, '\n\n')
    .split('\n')
    .flatMap((line) => (isPreformatted(line) ? [line] : wrap(line, columns, 'keep')))
    .join('\n')
    .trim()
}

/** True for a line whose spaces mean something: of a table, a picture or a listing. */
const isPreformatted = (line: string): boolean => /\S {2,}\S|^\s{2,}\S/.test(line)
