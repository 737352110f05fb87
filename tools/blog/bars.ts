import type { Element, Nodes } from 'hast'
import { rows } from '@/lib/chart'
import { escapeHtml } from '@/text/escape'

export type Bars = { svg: string; title: string }

const textOf = (node: Nodes): string =>
  node.type === 'text'
    ? node.value
    : 'children' in node
      ? node.children.map((child) => textOf(child as Nodes)).join('')
      : ''

const cells = (row: Element): string[] =>
  row.children.flatMap((cell) =>
    cell.type === 'element' && /^t[hd]$/.test(cell.tagName) ? [textOf(cell).trim()] : [],
  )

function rowsIn(node: Element): Element[] {
  if (node.tagName === 'tr') return [node]
  return node.children.flatMap((child) => (child.type === 'element' ? rowsIn(child) : []))
}

/**
 * Draws a bar chart of one column of a table, starting at zero, in the style of the site's other charts. Widths are
 * percentages, so it fits every screen without a style.
 * @param column from 1; the first column (0) has the names
 * @returns null if a cell of the column is not a number
 */
export function barsFrom(table: Element, column: number, unit: string): Bars | null {
  const [head, ...body] = rowsIn(table).map(cells)
  const values = body.map((row) => ({
    label: row[0] ?? '',
    shown: row[column] ?? '',
    value: Number((row[column] ?? '').replaceAll(',', '')),
  }))
  if (values.length === 0 || values.some(({ value, shown }) => !shown || !Number.isFinite(value))) return null
  const chart = rows(values)
  const title = `${head?.[column] ?? ''}${unit ? `, ${unit}` : ''}`
  const drawn = chart.rows.map(
    (row) =>
      `<text class="chart-count" x="${chart.countX}" y="${row.textY}" text-anchor="end">${row.count}</text>` +
      `<text class="chart-name" x="${chart.left}" y="${row.textY}">${escapeHtml(row.name)}</text>` +
      `<rect class="chart-bemoan" x="${chart.left}" y="${row.y}" width="${row.width}%" height="${row.height}"/>`,
  )
  const said = values.map(({ label, shown }) => `${label} ${shown}`).join('; ')
  return {
    title,
    svg: `<svg class="chart" role="img" aria-label="${escapeHtml(`${title}: ${said}`)}" width="100%" height="${chart.height}"><line class="chart-rule" x1="${chart.ruleX + 0.5}" x2="${chart.ruleX + 0.5}" y1="0" y2="${chart.height}"/>${drawn.join('')}</svg>`,
  }
}
