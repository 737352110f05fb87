import type { StateFigures } from './queries'

/** Quotes a field by RFC 4180; no field can be taken for a formula, since all names are ours. */
const field = (value: string | number): string => {
  const text = String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/**
 * Returns the figures of a window as CSV, one figure per line: its name, its key (day or month, tag, hour, days, id of
 * a bemoaning; empty for a total), and the count.
 */
export function stateCsv(figures: StateFigures): string {
  const { span, course, tags, hours, fixDays, medianDays } = figures
  const votes = (name: string, lines: StateFigures['mostShared']) =>
    lines.flatMap(({ id, votes: { bemoan, self_inflicted } }) => [
      [`${name}: bemoan`, id, bemoan],
      [`${name}: self_inflicted`, id, self_inflicted],
    ])
  const rows: (string | number)[][] = [
    ['figure', 'key', 'count'],
    ['bemoanings', '', figures.bemoanings],
    ['comments', '', figures.comments],
    ['fixes', '', figures.fixes],
    ['median days to a fix', '', medianDays ?? ''],
    ...(['bemoanings', 'comments', 'fixes'] as const).flatMap((name) =>
      course.map((moment) => [
        `${name} by ${span.unit}`,
        span.unit === 'day' ? moment.at : moment.at.slice(0, 7),
        moment[name],
      ]),
    ),
    ...tags.map(({ name, bemoanings }) => ['bemoanings by tag', name, bemoanings]),
    ...tags.map(({ name, fixes }) => ['fixes by tag', name, fixes]),
    ...hours.map(({ hour, bemoanings }) => ['bemoanings by hour', hour, bemoanings]),
    ...hours.map(({ hour, comments }) => ['comments by hour', hour, comments]),
    ...fixDays.map(({ days, fixes }) => ['fixes by days', days, fixes]),
    ...votes('most shared', figures.mostShared),
    ...votes('most self-inflicted', figures.mostSelfInflicted),
    ...votes('oldest unfixed', figures.oldestUnfixed),
  ]
  return `${rows.map((row) => row.map(field).join(',')).join('\r\n')}\r\n`
}
