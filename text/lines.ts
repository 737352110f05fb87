import { escapeHtml } from './escape'

const TAB = 4

/**
 * Returns a plain text as HTML that keeps its lines and white space without a stylesheet, as feed readers and mail
 * clients show it: line ends as `<br>`, and of several spaces all but the last as no-break spaces, so that it still
 * wraps. A tab is shown as up to four spaces.
 * @param text any text; markup in it is escaped
 */
export const linesAsHtml = (text: string): string =>
  text
    .split('\n')
    .map((line) => escapeHtml(spacesKept(line.trimEnd())))
    .join('<br>')

function spacesKept(line: string): string {
  let column = 0
  const expanded = line.replace(/[^\t]+|\t/g, (part) => {
    const shown = part === '\t' ? ' '.repeat(TAB - (column % TAB)) : part
    column += shown.length
    return shown
  })
  return expanded
    .replace(/^ +/, (indent) => '\u00a0'.repeat(indent.length))
    .replace(/ {2,}/g, (gap) => `${'\u00a0'.repeat(gap.length - 1)} `)
}
