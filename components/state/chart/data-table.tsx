import { fullCount } from '@/lib/chart'

type Props = {
  /** Subject of the table; read out as its caption. */
  caption: string
  /** Column headings; the first is for the row names. */
  head: readonly string[]
  rows: readonly (readonly [name: string, ...counts: number[]])[]
  /** Links for the row names, if any. */
  hrefs?: readonly string[]
}

/** The figures of a chart as a table, one tap away. The `div` begins a line in text browsers, which know no `details`. */
export function DataTable({ caption, head, rows, hrefs }: Props) {
  return (
    <div>
      <details className="chart-data">
        <summary>
          As a table<span className="sr-only">: {caption}</span>
        </summary>
        <table>
          <caption className="sr-only">{caption}</caption>
          <thead>
            <tr>
              {head.map((name) => (
                <th scope="col" key={name}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, ...counts], row) => (
              <tr key={name}>
                <th scope="row">{hrefs ? <a href={hrefs[row]}>{name}</a> : name}</th>
                {counts.map((count, index) => (
                  <td key={head[index + 1]}>{fullCount(count)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </div>
  )
}
