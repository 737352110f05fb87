import { siteName } from '@/core/site'
import { shortCount } from '@/lib/chart'
import { escapeXml } from '@/text/escape'
import { daysWords } from './names'
import type { Tally } from './tally'

/** The card's content: the figures of the last 30 days and the tag bemoaned most, if any. */
export type CardFigures = Pick<Tally, 'bemoanings' | 'fixes' | 'medianDays' | 'course'> & {
  tag: string | null
}

export const cardSize = { width: 480, height: 240 }

/**
 * The card's style. It stands alone in an `<img>` on other sites, so it has its own colours and uses the fonts
 * available there.
 */
export const cardStyle = `
.paper{fill:#fbf7ef;stroke:#e2d9c8}.gutter{fill:#f3ecdf}.rule{stroke:#e2d9c8}.ink{fill:#211d18}.quiet{fill:#6a6157}
.bar{fill:#8a2b1f}.fixed{fill:#2c6a43}.stamp{fill:none;stroke:#75695a}.stamped{fill:#75695a}
text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif;font-size:13px}
.serif{font-family:Newsreader,Georgia,Gelasio,"Times New Roman","Liberation Serif",serif}
.title{font-size:21px;font-weight:600}.number{font-size:32px}
.mono{font-family:ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:12px}
@media (prefers-color-scheme:dark){
.paper{fill:#171512;stroke:#302b25}.gutter{fill:#1e1b17}.rule{stroke:#302b25}.ink{fill:#e9e1d3}.quiet{fill:#a59b8c}
.bar{fill:#f0907c}.fixed{fill:#8cc99d}.stamp{stroke:#978b7b}.stamped{fill:#978b7b}}
`

const left = 68
const right = cardSize.width - 20
const base = 190
const plot = 52

/** Draws thirty small columns, zero at the base. */
function spark(course: CardFigures['course']): string {
  const most = Math.max(1, ...course.map(({ bemoanings }) => bemoanings))
  const slot = (right - left) / Math.max(1, course.length)
  return course
    .map(({ bemoanings }, index) => {
      const height = Math.round((bemoanings / most) * plot * 10) / 10
      const x = Math.round((left + index * slot) * 10) / 10
      return height > 0
        ? `<rect class="bar" x="${x}" y="${Math.round((base - height) * 10) / 10}" width="${Math.round(slot * 7.5) / 10}" height="${height}"/>`
        : ''
    })
    .join('')
}

/** Renders the figures of the last month as a picture for other sites: a self-contained SVG. */
export function stateCard({ bemoanings, fixes, medianDays, course, tag }: CardFigures): string {
  const { width, height } = cardSize
  const median = medianDays === null ? '-' : medianDays.toLocaleString('en')
  const figures = [
    [shortCount(bemoanings), 'bemoanings', 'ink', 'bemoanings'],
    [shortCount(fixes), fixes === 1 ? 'fix' : 'fixes', fixes > 0 ? 'fixed' : 'ink', 'fixes'],
    [median, medianDays === 1 ? 'day to a fix' : 'days to a fix', 'ink', 'median'],
  ] as const
  const said = [
    `${bemoanings} bemoanings and ${fixes} fixes in the last 30 days.`,
    medianDays === null ? '' : `Half of the fixes took no longer than ${daysWords(medianDays)}.`,
    tag === null ? '' : `Most bemoaned: ${tag}.`,
  ]
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="t d">
<title id="t">State of Computer Science</title>
<desc id="d">${escapeXml(said.filter(Boolean).join(' '))}</desc>
<style>${cardStyle}</style>
<rect class="paper" x=".5" y=".5" width="${width - 1}" height="${height - 1}"/>
<rect class="gutter" x="1" y="1" width="47" height="${height - 2}"/>
<path class="rule" d="M48.5 1V${height - 1}M${left} ${base + 0.5}H${right}"/>
${[40, 96, 116, base, 219].map((y, index) => `<text class="mono stamped" x="38" y="${y}" text-anchor="end">${index + 1}</text>`).join('')}
<text class="serif title ink" x="${left}" y="41">State of Computer Science</text>
${figures
  .map(
    ([value, label, look], index) =>
      `<text class="serif number ${look}" x="${left + index * 138}" y="96">${value}</text><text class="quiet" x="${left + index * 138}" y="116">${label}</text>`,
  )
  .join('')}
${spark(course)}
<text class="quiet" x="${left}" y="219">${escapeXml(tag === null ? 'The last 30 days' : `The last 30 days, mostly ${tag}`)}</text>
<rect class="stamp" x="${right - 82}" y="203" width="82" height="22" rx="2"/>
<text class="mono stamped" x="${right - 41}" y="218" text-anchor="middle" letter-spacing="2">${siteName}</text>
</svg>
`
}
