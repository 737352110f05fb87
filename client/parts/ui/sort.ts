import { all, make } from './dom'

/** Returns the sort key of a cell: a number if possible. */
export function keyOf(text: string): number | string {
  const plain = text
    .trim()
    .replaceAll(',', '')
    .replace(/\s*[×%]$/, '')
  return plain !== '' && Number.isFinite(Number(plain)) ? Number(plain) : text.trim().toLowerCase()
}

/** Returns the order of rows by one column; numbers before words, stable. */
export function orderOf(keys: readonly (number | string)[], ascending: boolean): number[] {
  const compare = (a: number | string, b: number | string): number => {
    if (typeof a === 'number' && typeof b === 'number') return a - b
    if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1
    return String(a).localeCompare(String(b))
  }
  return keys
    .map((key, index) => ({ key, index }))
    .sort((a, b) => (ascending ? 1 : -1) * compare(a.key, b.key) || a.index - b.index)
    .map(({ index }) => index)
}

/** Makes tables sortable: each heading becomes a button. */
export function startSort(): void {
  for (const table of all<HTMLTableElement>('table[data-sort]')) {
    const body = table.tBodies[0]
    const heads = all<HTMLTableCellElement>('thead th', table)
    if (!body) continue
    for (const [column, head] of heads.entries()) {
      const button = make('button', { type: 'button', className: 'sort' }, ...head.childNodes)
      head.append(button)
      button.addEventListener('click', () => {
        const ascending = head.getAttribute('aria-sort') !== 'ascending'
        for (const other of heads) other.removeAttribute('aria-sort')
        head.setAttribute('aria-sort', ascending ? 'ascending' : 'descending')
        const rows = [...body.rows]
        const keys = rows.map((row) => keyOf(row.cells[column]?.textContent ?? ''))
        body.append(...orderOf(keys, ascending).flatMap((index) => rows[index] ?? []))
      })
    }
  }
}
