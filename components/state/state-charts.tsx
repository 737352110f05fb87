import { paths } from '@/core/paths'
import { fullCount } from '@/lib/chart'
import type { StateFigures } from '@/lib/state'
import { daysWords, fixSpans, longName, shortName, spanNames } from '@/lib/state'
import { ColumnsChart } from './chart/columns-chart'
import { DataTable } from './chart/data-table'
import { RowsChart } from './chart/rows-chart'

type Props = { figures: StateFigures }

const mostTags = 12

/** Returns a sentence about the maximum of a series. */
const highest = (values: readonly { label: string; value: number }[]): string => {
  const most = Math.max(0, ...values.map(({ value }) => value))
  const label = values.find(({ value }) => value === most)?.label
  return most > 0 ? `Most at ${label}: ${fullCount(most)}.` : 'None.'
}

const series = [
  ['bemoanings', 'Bemoanings', 'bemoan'],
  ['comments', 'Comments', 'comment'],
  ['fixes', 'Fixes', 'fixed'],
] as const

/** Activity over time, in three charts with the same days or months. */
export function CourseCharts({ figures: { course, span } }: Props) {
  const unit = span.unit
  return (
    <section className="figure figure-wide" aria-labelledby="course">
      <h2 id="course">Over time</h2>
      <div className="multiples">
        {series.map(([key, title, kind]) => {
          const values = course.map((moment) => ({ label: shortName(moment.at, unit), value: moment[key] }))
          return (
            <div key={key}>
              <h3>
                {title} by {unit}
              </h3>
              <ColumnsChart
                id={`course-${key}`}
                title={`${title} by ${unit}, ${spanNames[span.window]}`}
                desc={highest(values)}
                values={values}
                kind={kind}
                last
              />
            </div>
          )
        })}
      </div>
      <DataTable
        caption={`Bemoanings, comments and fixes by ${unit}`}
        head={[unit === 'day' ? 'Day' : 'Month', 'Bemoanings', 'Comments', 'Fixes']}
        rows={course.map(({ at, bemoanings, comments, fixes }) => [
          longName(at, unit),
          bemoanings,
          comments,
          fixes,
        ])}
      />
    </section>
  )
}

/** Activity by hour of the day, averaged over the window. */
export function HourCharts({ figures: { hours } }: Props) {
  return (
    <section className="figure" aria-labelledby="hours">
      <h2 id="hours">By the hour</h2>
      <p className="quiet">In UTC. Somewhere it is always three in the morning.</p>
      {series.slice(0, 2).map(([key, title, kind]) => {
        const values = hours.map((hour) => ({
          label: String(hour.hour),
          value: key === 'comments' ? hour.comments : hour.bemoanings,
        }))
        return (
          <div key={key}>
            <h3>{title} by hour</h3>
            <ColumnsChart
              id={`hours-${key}`}
              title={`${title} by hour of the day, UTC`}
              desc={highest(values.map(({ label, value }) => ({ label: `${label} o’clock`, value })))}
              values={values}
              kind={kind}
            />
          </div>
        )
      })}
      <DataTable
        caption="Bemoanings and comments by hour of the day"
        head={['Hour, UTC', 'Bemoanings', 'Comments']}
        rows={hours.map(({ hour, bemoanings, comments }) => [
          `${String(hour).padStart(2, '0')}:00`,
          bemoanings,
          comments,
        ])}
      />
    </section>
  )
}

/** Tags by number of bemoanings or of fixes. */
export function TagChart({ figures, by }: Props & { by: 'bemoanings' | 'fixes' }) {
  const bemoaned = by === 'bemoanings'
  const all = figures.tags
    .map(({ name, label, [by]: value }) => ({ name, label, value }))
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value)
  const shown = all.slice(0, mostTags)
  return (
    <section className="figure" aria-labelledby={by}>
      <h2 id={by}>{bemoaned ? 'Most bemoaned' : 'Most fixed'}</h2>
      {all.length === 0 && (
        <p className="quiet">
          {bemoaned ? (
            'Nothing in this period.'
          ) : (
            <>
              Nothing in this period. It does happen: <a href={paths.fixed}>Hall of Fixed</a>.
            </>
          )}
        </p>
      )}
      {all.length > 0 && (
        <>
          <p className="quiet">
            {bemoaned ? 'Bemoanings' : 'Fixes'} by tag
            {all.length > mostTags && `, the first ${mostTags} of ${all.length}`}.
          </p>
          <RowsChart
            id={`by-${by}`}
            title={`${bemoaned ? 'Bemoanings' : 'Fixes'} by tag, ${spanNames[figures.span.window]}`}
            desc={highest(shown)}
            values={shown}
            kind={bemoaned ? 'bemoan' : 'fixed'}
          />
          <DataTable
            caption={`${bemoaned ? 'Bemoanings' : 'Fixes'} by tag`}
            head={['Tag', bemoaned ? 'Bemoanings' : 'Fixes']}
            rows={all.map(({ label, value }) => [label, value])}
            hrefs={all.map(({ name }) => paths.tag(name))}
          />
        </>
      )}
    </section>
  )
}

/** How long fixes took; empty if there were none. */
export function FixChart({ figures: { fixDays, medianDays } }: Props) {
  const spans = fixSpans(fixDays)
  if (medianDays === null) return null
  return (
    <section className="figure" aria-labelledby="fix-days">
      <h2 id="fix-days">How long a fix takes</h2>
      <p className="quiet">Half of them took no longer than {daysWords(medianDays)}.</p>
      <RowsChart
        id="fix-days-chart"
        title="Fixes by how long they took"
        desc={highest(spans)}
        values={spans}
        kind="fixed"
      />
      <DataTable
        caption="Fixes by how long they took"
        head={['Time to the fix', 'Fixes']}
        rows={spans.map(({ label, value }) => [label, value])}
      />
    </section>
  )
}
